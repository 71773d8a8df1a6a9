import { expectTypeOf } from 'vitest'
import type * as z from 'zod/mini'
import { createVideoClient, type VideoTask } from 'react-video-task'
import type { videoTaskSchema } from 'react-video-task/schemas'
import { createVideoSchema, type CreateVideoInput, type documentedTaskSchema } from 'react-video-task/schemas'

/** A type without the fields that are kept and not named: the exported types leave them to narrowing with `in`. */
type Named<Type> = Type extends object
  ? { [Key in keyof Type as string extends Key ? never : Key]: Named<Type[Key]> }
  : Type
type Plain<Type> = Type extends object ? { [Key in keyof Type]: Plain<Type[Key]> } : Type

expectTypeOf<z.infer<typeof videoTaskSchema>>().toEqualTypeOf<VideoTask>()
expectTypeOf<z.input<typeof videoTaskSchema>>().toEqualTypeOf<unknown>()
// The schema and the exported types name the same fields, of the same types.
expectTypeOf<Named<z.infer<typeof documentedTaskSchema>>>().toEqualTypeOf<Plain<VideoTask>>()

const wan = createVideoSchema('wan2.6')
const created = wan.parse({ prompt: 'A fox' })
expectTypeOf(created.model).toEqualTypeOf<'wan2.6'>()
expectTypeOf(created.prompt).toEqualTypeOf<string>()
expectTypeOf(created.seconds).toEqualTypeOf<'5' | '10' | '15'>()
expectTypeOf<z.input<typeof wan>['seconds']>().toEqualTypeOf<5 | 10 | 15 | '5' | '10' | '15' | undefined>()
expectTypeOf<z.input<typeof wan>>().toEqualTypeOf<CreateVideoInput<'wan2.6'>>()

const client = createVideoClient({ baseURL: '/api/v1' })
// What the schema returns is what a client creates.
export const creates = [
  client.create(created),
  client.create(createVideoSchema('omni-fast').parse({})),
  client.create(createVideoSchema('veo3-fast').parse({})),
]
expectTypeOf(createVideoSchema('omni-fast').parse({}).resolution).toEqualTypeOf<'720p' | '1080p'>()
expectTypeOf(createVideoSchema('sora-2').parse({}).input_reference).toBeUnknown()

declare const anyModel: string
expectTypeOf(createVideoSchema(anyModel).parse({}).anything).toBeUnknown()
