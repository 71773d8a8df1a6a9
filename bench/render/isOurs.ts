import type { RenderFigures } from './RenderFigures.js'

/** Whether a row is of this package. */
export const isOurs = ({ name }: Pick<RenderFigures, 'name'>): boolean => /^(use)?VideoTask/.test(name)
