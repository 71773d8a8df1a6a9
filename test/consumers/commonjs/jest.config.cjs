module.exports = {
  testEnvironment: './jest-environment.cjs',
  // Compiles this package as it does your app, so that both load the same copy of TanStack Query.
  transformIgnorePatterns: ['/node_modules/(?!react-video-task/)'],
  moduleNameMapper: { '\\.css$': '<rootDir>/no-styles.cjs' },
}
