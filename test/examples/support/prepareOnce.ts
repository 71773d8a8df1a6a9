import { prepareExamples } from '../../../scripts/prepare-examples.js'

/** Runs before the first of the examples' tests. */
export default prepareExamples
