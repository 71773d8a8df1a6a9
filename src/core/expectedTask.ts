/** What an answer should have been, for the errors about one that is not. */
export const EXPECTED_TASK = 'Expected a video task: a JSON object with an id and a status.'
