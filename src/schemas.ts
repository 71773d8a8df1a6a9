export {
  apiErrorSchema,
  remixVideoSchema,
  videoTaskDeletionSchema,
  videoTaskPageSchema,
} from './schemas/callSchemas.js'
export {
  createVideoSchema,
  type CreateVideoInput,
  type CreateVideoOutput,
  documentedTaskSchema,
  videoTaskSchema,
} from './schemas/videoSchemas.js'
