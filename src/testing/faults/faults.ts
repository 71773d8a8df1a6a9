import { connectionFaults } from './connectionFaults.js'
import type { Fault } from './Fault.js'
import { finalFaults } from './finalFaults.js'
import { passingFaults } from './passingFaults.js'

/** The name of a fault. */
export type FaultName = keyof typeof passingFaults | keyof typeof finalFaults | keyof typeof connectionFaults

/** All that can go wrong with one request, by name. */
export const faults: Readonly<Record<FaultName, Fault>> = {
  ...passingFaults,
  ...finalFaults,
  ...connectionFaults,
}
