/** What a base URL must do, for the errors about one that does not. */
export const ENDS_IN_VERSION =
  "ends in the API's version, such as '/api/v1' or 'https://api.cometapi.com/v1'."
