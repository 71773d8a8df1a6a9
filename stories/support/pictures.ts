/** Draws a picture as a browser would choose one from a disk: a landscape whose colours follow from a number. */
export async function drawPicture(name: string, hue: number, type = 'image/png'): Promise<File> {
  const canvas = document.createElement('canvas')
  canvas.width = 320
  canvas.height = 180
  const context = canvas.getContext('2d')
  if (!context) throw new Error('This browser has no canvas.')
  const sky = context.createLinearGradient(0, 0, 0, 180)
  sky.addColorStop(0, `hsl(${hue} 60% 72%)`)
  sky.addColorStop(1, `hsl(${hue + 40} 70% 88%)`)
  context.fillStyle = sky
  context.fillRect(0, 0, 320, 180)
  context.fillStyle = `hsl(${hue + 40} 90% 95%)`
  context.beginPath()
  context.arc(230, 62, 24, 0, 7)
  context.fill()
  for (const [height, light] of [
    [70, 52],
    [45, 38],
  ] as const) {
    context.fillStyle = `hsl(${hue + light} 38% ${light}%)`
    context.beginPath()
    context.moveTo(0, 180)
    for (let x = 0; x <= 320; x += 4) context.lineTo(x, 180 - height - 22 * Math.sin(x / (light + 12) + hue))
    context.lineTo(320, 180)
    context.fill()
  }
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type))
  if (!blob) throw new Error(`This browser cannot write ${type}.`)
  return new File([blob], name, { type })
}
