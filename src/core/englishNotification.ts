/** Titles of the notifications of an end, in English. Apart from the other words, since a hook needs these alone. */
export const englishNotification = {
  completed: 'Your video is ready',
  failed: 'Your video could not be made',
}
