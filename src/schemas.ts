export {
  createVideoSchema,
  type CreateVideoInput,
  type CreateVideoOutput,
  documentedTaskSchema,
  videoTaskSchema,
} from './schemas/videoSchemas.js'
