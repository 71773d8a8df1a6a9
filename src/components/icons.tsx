/** Draws an icon of 20 px from its path, with or without the stylesheet. It says nothing: words stand beside it. */
export function Icon({ path }: { path: string }) {
  return (
    <svg
      className="video-task-icon"
      viewBox="0 0 20 20"
      width="20"
      height="20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden
    >
      <path d={path} />
    </svg>
  )
}

export const downloadIcon = 'M10 3.5v9M6.5 9.5l3.5 3.5 3.5-3.5M4 16.5h12'
export const linkIcon =
  'M8.5 11.5a3 3 0 0 0 4.2 0l2.6-2.6a3 3 0 1 0-4.2-4.2l-.9.9M11.5 8.5a3 3 0 0 0-4.2 0l-2.6 2.6a3 3 0 1 0 4.2 4.2l.9-.9'
export const editIcon = 'M12.5 4.5l3 3-8.5 8.5H4v-3z'
export const againIcon = 'M16 10a6 6 0 1 1-1.8-4.3L16 7.5M16 3.5v4h-4'
export const alertIcon = 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14M10 6.5v4M10 13.4v.1'
export const pauseIcon = 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14M8.2 7.5v5M11.8 7.5v5'
export const clockIcon = 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14M10 6v4l2.5 2'
export const offlineIcon =
  'M3 7.5a11 11 0 0 1 14 0M5.5 10.5a7 7 0 0 1 9 0M8 13.3a3.4 3.4 0 0 1 4 0M3.5 3.5l13 13'
export const closeIcon = 'M5.5 5.5l9 9M14.5 5.5l-9 9'
export const checkIcon = 'M4.5 10.5l3.7 3.7L15.5 7'
export const openIcon = 'M11.5 4H16v4.5M16 4l-6.5 6.5M8 5H5a1 1 0 0 0-1 1v9a1 1 0 0 0 1 1h9a1 1 0 0 0 1-1v-3'
export const moreIcon =
  'M4 10a.5.5 0 1 0 1 0 .5.5 0 0 0-1 0m5.5 0a.5.5 0 1 0 1 0 .5.5 0 0 0-1 0M15 10a.5.5 0 1 0 1 0 .5.5 0 0 0-1 0'
export const trashIcon = 'M4 6h12M8 6V4h4v2M5.5 6l.7 10h7.6l.7-10'
export const earlierIcon = 'M12 5l-5 5 5 5'
export const laterIcon = 'M8 5l5 5-5 5'
export const playIcon = 'M7 4.5v11l9-5.5z'
export const undoIcon = 'M8 4.5L4.5 8 8 11.5M4.5 8H12a4 4 0 0 1 0 8H8'
