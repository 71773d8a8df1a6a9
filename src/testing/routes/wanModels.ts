const COMMON_SIZES = ['1280x720', '720x1280', '1920x1080', '1080x1920', '1440x1440']

interface WanModel {
  seconds: readonly string[]
  sizes: readonly string[]
}

/** What each model takes, as the vendor's create page lists it. */
export const wanModels: Readonly<Record<string, WanModel>> = {
  'wan2.6': {
    seconds: ['5', '10', '15'],
    sizes: [...COMMON_SIZES, '1088x832', '832x1088', '1632x1248', '1248x1632'],
  },
  'wan2.7': {
    seconds: ['2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12', '13', '14', '15'],
    sizes: COMMON_SIZES,
  },
}
