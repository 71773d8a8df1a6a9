/** The package's entries that hold code, each by the name of its source in `src`; `index` is the package's own name. */
export const faceNames = ['index', 'client', 'components', 'messages', 'server', 'tabs', 'testing']
