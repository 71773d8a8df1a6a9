// The types know it as remote.js, the package has it in a folder.
declare module 'selenium-webdriver/remote/index.js' {
  export { DriverService } from 'selenium-webdriver/remote.js'
}
