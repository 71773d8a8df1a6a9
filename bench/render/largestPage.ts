/** So many tasks has the largest page that is measured; what was promised is promised of it. */
export const LARGEST_PAGE = 1_000
