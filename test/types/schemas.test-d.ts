import { expectTypeOf } from 'vitest'
import type * as z from 'zod/mini'
import {
  createVideoClient,
  type RemixVideoParams,
  type VideoReferenceInput,
  type VideoTask,
  type VideoTaskDeletion,
  type VideoTaskPage,
} from 'react-video-task'
import type {
  apiErrorSchema,
  remixVideoSchema,
  videoTaskDeletionSchema,
  videoTaskPageSchema,
  videoTaskSchema,
} from 'react-video-task/schemas'
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
expectTypeOf(createVideoSchema('sora-2').parse({}).input_reference).toEqualTypeOf<
  VideoReferenceInput | readonly VideoReferenceInput[] | undefined
>()
expectTypeOf(createVideoSchema('wan2.6').parse({}).input_reference).toBeUndefined()

// The bodies of the other calls name what the client sends and reads, beside what only the wire has.
expectTypeOf<z.infer<typeof remixVideoSchema>>().toExtend<RemixVideoParams>()
type Page = Named<z.infer<typeof videoTaskPageSchema>>
expectTypeOf<Page['data'][number]>().toEqualTypeOf<Plain<VideoTask>>()
expectTypeOf<Page['has_more']>().toEqualTypeOf<VideoTaskPage['has_more']>()
expectTypeOf<Exclude<Page['last_id'], null>>().toEqualTypeOf<VideoTaskPage['last_id']>()
expectTypeOf<Omit<Named<z.infer<typeof videoTaskDeletionSchema>>, 'object'>>().toEqualTypeOf<
  Plain<VideoTaskDeletion>
>()
expectTypeOf<z.infer<typeof apiErrorSchema>['error']['code']>().toEqualTypeOf<string | number | null>()

declare const anyModel: string
expectTypeOf(createVideoSchema(anyModel).parse({}).anything).toBeUnknown()
