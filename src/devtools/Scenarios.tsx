'use client'

import { useState } from 'react'
import { useCreateVideoTask } from '../hooks/useCreateVideoTask.js'
import { useVideoTask } from '../hooks/useVideoTask.js'
import type { DevtoolsSettings } from './log/pollPlan.js'
import type { VideoTaskDevtoolsScenario } from './VideoTaskDevtools.js'
import { redactText } from './redact.js'

/** The usual scenarios; `emulatorScenarios` has all of them. */
const USUAL_SCENARIOS: readonly VideoTaskDevtoolsScenario[] = [
  { name: 'succeed', description: 'queued, in progress, completed' },
  { name: 'fail', description: 'fails halfway, rejected by content moderation' },
  { name: 'error', description: 'ends halfway with the status error' },
  { name: 'refuse', description: 'the create is refused' },
  { name: 'stuck', description: 'stays at 50 % and never ends' },
  { name: 'fresh-id', description: 'the first polls do not know the id' },
  { name: 'poll-503', description: 'an outage while watching' },
  { name: 'key-limit', description: 'the limit of the key is reached again and again' },
  { name: 'expired', description: 'the URL of the video has expired' },
  { name: 'chaos', description: 'all of this at random' },
]

interface ScenariosProps {
  /** The model of a task that the page has, since gateways differ in their models. */
  model: string | undefined
  scenarios: true | readonly VideoTaskDevtoolsScenario[]
  settings: DevtoolsSettings
}

/** A button for each scenario of the emulator, by way of the app's own client: its prompt names the scenario. */
export function Scenarios({ scenarios, settings, model = 'wan2.6' }: ScenariosProps) {
  const list = scenarios === true ? USUAL_SCENARIOS : scenarios
  if (!settings.client)
    return <p data-part="scenarios">Scenarios need a client: put the devtools inside VideoTaskProvider.</p>
  return <ScenarioButtons scenarios={list} model={model} />
}

function ScenarioButtons(props: { scenarios: readonly VideoTaskDevtoolsScenario[]; model: string }) {
  const { scenarios, model } = props
  const [ids, setIds] = useState<readonly string[]>([])
  const { mutate, error } = useCreateVideoTask({ onSuccess: ({ id }) => setIds((before) => [...before, id]) })
  const create = (name: string) => mutate({ model, prompt: `Scenario of the devtools [${name}]` })
  return (
    <div data-part="scenarios" role="group" aria-label="Scenarios of the emulator">
      <span>Create</span>
      {scenarios.map(({ name, description }) => (
        <button key={name} type="button" title={description} onClick={() => create(name)}>
          {name}
        </button>
      ))}
      <span role="status">{error && `Create failed: ${redactText(error.message)}`}</span>
      {ids.map((id) => (
        <Watch key={id} id={id} />
      ))}
    </div>
  )
}

function Watch({ id }: { id: string }) {
  useVideoTask(id)
  return null
}
