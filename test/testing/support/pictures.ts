/** The first bytes of pictures, which the emulator tells their types by. */
export const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
export const JPEG = Buffer.from('ffd8ffe000104a46494600010100', 'hex')
export const WEBP = Buffer.from('RIFF\x04\x00\x00\x00WEBPVP8L', 'latin1')
export const GIF = Buffer.from('GIF89a\x01\x00\x01\x00\x00\x00\x00', 'latin1')

/** A file with these bytes and a type that says nothing. */
export const fileOf = (bytes: Buffer, name = 'picture'): File => new File([new Uint8Array(bytes)], name)
