// The types declare remote.js; the package has remote/index.js.
declare module 'selenium-webdriver/remote/index.js' {
  export { DriverService } from 'selenium-webdriver/remote.js'
}
