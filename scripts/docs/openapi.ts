// Writes the components of `openapi.json` from the zod schemas of the package.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { format, resolveConfig } from 'prettier'
import { findVideoModel, videoModels } from 'react-video-task/client'
import {
  apiErrorSchema,
  createVideoSchema,
  documentedTaskSchema,
  remixVideoSchema,
  videoTaskDeletionSchema,
  videoTaskPageSchema,
} from 'react-video-task/schemas'
import * as z from 'zod/mini'

/** The parts of a JSON Schema that the package's schemas have. */
interface Schema {
  [keyword: string]: unknown
  type?: string | string[]
  properties?: Record<string, Schema>
  required?: string[]
  oneOf?: Schema[]
  anyOf?: Schema[]
  const?: string
  enum?: string[]
}

const path = fileURLToPath(new URL('../../openapi.json', import.meta.url))

const DESCRIPTIONS: Record<string, string> = {
  prompt: 'The content of the video.',
  task_id: 'The same as `id`.',
  progress: 'Coarse percentage. Does not imply completion: a failed task may report 100.',
  created_at: 'Unix seconds.',
  completed_at: 'Unix seconds.',
  expires_at: 'Unix seconds until which the video is available.',
  video_url: 'Temporary. Responds with 403 after it has expired.',
  last_id: 'Where the next page begins.',
  deleted_at_api:
    "Only from a proxy that keeps tasks. False where the task is off the user's list alone: a running one is still made and billed.",
  message: 'May end in `(request id: …)`.',
  code: 'Some gateways send the HTTP status.',
}

/** Optional once a task is parsed; the API always sends them. */
const ALWAYS_SENT = ['model', 'created_at']
/** Of a parsed task; no API sends them. */
const NEVER_SENT = ['raw_status', 'poll_after', 'observed', 'request_id']

/** The document: its routes are written by hand, its components are made from the schemas. */
export async function makeOpenapi(): Promise<string> {
  const document = JSON.parse(readFileSync(path, 'utf8'))
  document.components.schemas = { ...makeCreates(), ...makeTasks(), ...makeCalls() }
  return format(JSON.stringify(document), { ...(await resolveConfig(path)), parser: 'json' })
}

function makeCreates(): Record<string, Schema> {
  const names = Object.keys(videoModels).map((model): [string, string] => [
    model,
    `Create${pascalCase(model)}`,
  ])
  const about = 'The create of each documented model. The API may have further models and parameters.'
  return {
    CreateVideo: makeUnion(about, 'model', names),
    ...Object.fromEntries(names.map(([model, name]) => [name, makeCreate(model)])),
  }
}

function makeCreate(model: string): Schema {
  const { properties = {} } = jsonSchemaOf(createVideoSchema(model))
  // Those that the model does not document, or that are files, have an empty JSON Schema.
  const listed = Object.entries(properties).filter(([, { type }]) => type)
  const images = makeImages(model)
  return {
    type: 'object',
    required: ['model', 'prompt'],
    properties: {
      ...Object.fromEntries(listed.map(([name, schema]) => [name, describe(name, schema)])),
      ...(images ? { input_reference: images } : {}),
      model: { const: model },
    },
  }
}

function makeImages(model: string): Schema | undefined {
  const references = findVideoModel(model)?.references
  if (!references) return undefined
  const { max, roles, types = ['image/*'] } = references
  return {
    description: `Files of type ${types.join(', ')}. ${roles ? `In order: ${roles.join(', ')}.` : 'Their order counts.'}`,
    type: 'array',
    items: { type: 'string', format: 'binary' },
    ...(max === undefined ? {} : { maxItems: max }),
  }
}

function makeTasks(): Record<string, Schema> {
  const members = membersOf(jsonSchemaOf(documentedTaskSchema))
  const nameOf = ([first = '']: string[]) => `${pascalCase(first)}VideoTask`
  const names = members.flatMap(({ statuses }) =>
    statuses.map((status): [string, string] => [status, nameOf(statuses)]),
  )
  const fields = new Set(members.flatMap(({ properties }) => Object.keys(properties)))
  for (const name of NEVER_SENT) fields.delete(name)
  const about = 'A task. Additional fields are possible. An absent field and null are equivalent.'
  const makeTask = ({ statuses, properties, required }: Member): Schema => ({
    type: 'object',
    required: [...required, ...ALWAYS_SENT],
    properties: {
      ...Object.fromEntries(
        Array.from(fields, (name) => [
          name,
          // A field of another status is absent or null.
          describe(name, toWire(name, properties[name] ?? { type: 'null' }, required)),
        ]),
      ),
      ...(properties['error'] ? { error: nullable({ $ref: '#/components/schemas/TaskError' }) } : {}),
      status: { enum: statuses },
    },
  })
  const failure = members.find(({ properties }) => properties['error'])?.properties['error']
  const reasons = Object.entries(failure?.properties ?? {}).filter(([name]) => !NEVER_SENT.includes(name))
  return {
    VideoTask: makeUnion(about, 'status', names),
    ...Object.fromEntries(members.map((member) => [nameOf(member.statuses), makeTask(member)])),
    TaskError: {
      type: 'object',
      description: 'The reason for the failure.',
      properties: Object.fromEntries(reasons.map(([name, schema]) => [name, toWire(name, schema, [])])),
    },
  }
}

/** The bodies of the other calls and of errors. */
function makeCalls(): Record<string, Schema> {
  const page = makeObject(jsonSchemaOf(videoTaskPageSchema))
  const data = { type: 'array', items: { $ref: '#/components/schemas/VideoTask' } }
  return {
    RemixVideo: makeObject(jsonSchemaOf(remixVideoSchema)),
    VideoTaskPage: { ...page, properties: { ...page.properties, data } },
    VideoTaskDeletion: makeObject(jsonSchemaOf(videoTaskDeletionSchema)),
    ErrorResponse: makeObject(jsonSchemaOf(apiErrorSchema)),
  }
}

/** An object and those in it, with descriptions. That further fields are possible goes without saying. */
function makeObject({ type, required, properties = {} }: Schema): Schema {
  const make = ([name, schema]: [string, Schema]) => [
    name,
    describe(name, schema.properties ? makeObject(schema) : withoutIntegerBounds(schema)),
  ]
  return { type, required, properties: Object.fromEntries(Object.entries(properties).map(make)) }
}

/** The schema of a task in some statuses. */
interface Member {
  statuses: string[]
  properties: Record<string, Schema>
  required: string[]
}

function membersOf({ oneOf = [] }: Schema): Member[] {
  return oneOf.map(({ properties = {}, required = [] }) => {
    const { const: status = '', enum: statuses = [status] } = properties['status'] ?? {}
    return { statuses, properties, required }
  })
}

/** A field as the API sends it: null where it may be absent. */
function toWire(name: string, schema: Schema, required: string[]): Schema {
  const bounded = withoutIntegerBounds(schema)
  return required.includes(name) || ALWAYS_SENT.includes(name) ? bounded : nullable(bounded)
}

/** Without the safe integers, which zod notes for every integer, and which say nothing of the field. */
function withoutIntegerBounds({ anyOf, minimum, maximum, ...others }: Schema): Schema {
  return {
    ...others,
    ...(anyOf ? { anyOf: anyOf.map(withoutIntegerBounds) } : {}),
    ...(minimum === undefined || minimum === Number.MIN_SAFE_INTEGER ? {} : { minimum }),
    ...(maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? {} : { maximum }),
  }
}

function nullable(schema: Schema): Schema {
  if (schema.type === 'null') return schema
  return typeof schema.type === 'string'
    ? { ...schema, type: [schema.type, 'null'] }
    : { anyOf: [schema, { type: 'null' }] }
}

const describe = (name: string, schema: Schema): Schema =>
  DESCRIPTIONS[name] && schema.type !== 'null' ? { ...schema, description: DESCRIPTIONS[name] } : schema

function makeUnion(
  description: string,
  propertyName: string,
  names: [value: string, name: string][],
): Schema {
  const refOf = (name: string) => `#/components/schemas/${name}`
  const mapping = Object.fromEntries(names.map(([value, name]) => [value, refOf(name)]))
  const oneOf = [...new Set(Object.values(mapping))].map(($ref) => ({ $ref }))
  return { description, oneOf, discriminator: { propertyName, mapping } }
}

const pascalCase = (text: string) =>
  text.replace(/(?:^|[^a-z0-9]+)(.)/g, (_, first: string) => first.toUpperCase())

const jsonSchemaOf = (schema: z.ZodMiniType): Schema =>
  JSON.parse(JSON.stringify(z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' })))

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(path, await makeOpenapi())
