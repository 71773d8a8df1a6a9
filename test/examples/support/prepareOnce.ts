import { prepareExamples } from '../../../scripts/prepare-examples.js'

/** Runs before the first test of the examples. */
export default prepareExamples
