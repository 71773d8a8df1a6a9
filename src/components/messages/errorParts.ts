// Loads with the first error, and with the first running task in a card: without a connection nothing loads.

export { showProblem as show } from '../card/showProblem.js'
export { explainWatch } from './explainWatch.js'
