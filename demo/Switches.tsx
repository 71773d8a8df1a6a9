import type { Ref } from 'react'
import {
  directions,
  durations,
  initialSettings,
  languages,
  scenarios,
  type Settings,
  themes,
} from './settings.js'

const languageNames = Object.fromEntries(Object.entries(languages).map(([id, { name }]) => [id, name]))

interface SwitchesProps {
  settings: Settings
  onChange: (settings: Settings) => void
  /** Whether the API is emulated, so that scenario and duration can be chosen. */
  isEmulated: boolean
  /** Of the button that opens the switches. */
  buttonRef: Ref<HTMLButtonElement>
  onOpenDevtools: () => void
  /** Forgets the videos; absent while there are none. */
  onClear: (() => void) | undefined
}

/** The developer's switches, behind one button. */
export function Switches(props: SwitchesProps) {
  const { settings, onChange, isEmulated, buttonRef, onOpenDevtools, onClear } = props
  const choice = (name: keyof Settings, label: string, options: Record<string, string>) => (
    <label>
      {label}
      <select
        value={settings[name]}
        onChange={({ target }) => onChange({ ...settings, [name]: target.value })}
      >
        {Object.entries(options).map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  )
  return (
    <>
      <button type="button" className="plain" popoverTarget="switches" ref={buttonRef}>
        Developer
        {settings.scenario !== '' && isEmulated && <small>{scenarios[settings.scenario]}</small>}
      </button>
      <div id="switches" popover="auto" role="group" aria-label="Developer switches">
        {isEmulated && choice('scenario', 'Next video', scenarios)}
        {isEmulated && choice('duration', 'It takes', durations)}
        {choice('language', 'Language', languageNames)}
        {choice('theme', 'Colours', themes)}
        {choice('direction', 'Direction', directions)}
        <div className="buttons">
          <button
            type="button"
            className="plain"
            popoverTarget="switches"
            popoverTargetAction="hide"
            onClick={onOpenDevtools}
          >
            Open devtools
          </button>
          <button type="button" className="plain" onClick={() => onChange(initialSettings)}>
            Reset
          </button>
          {onClear && (
            <button type="button" className="plain" onClick={onClear}>
              Clear videos
            </button>
          )}
        </div>
      </div>
    </>
  )
}
