import type { Guarantee } from '../CheckContext.js'
import { kept, broken, unknown } from '../Verdict.js'

/** The forms a key could be given away in. */
const formsOf = (key: string) => [key, encodeURIComponent(key), JSON.stringify(key).slice(1, -1)]

export const key: Guarantee = {
  about: 'Shows the API key in no answer, not even where the API repeats it.',
  check: async ({ ask, create, createTask, answers, options, canCreate, whyNot }) => {
    if (canCreate) {
      await create('create-401-key')
      await ask(`/videos/${await createTask('poll-401-key')}`)
      await ask(`/videos/${await createTask('instant content-401-key')}/content`)
    }
    const forms = formsOf(options.apiKey ?? 'sk-emulator')
    const shown = answers.filter(({ headers, text }) => {
      const all = [...[...headers].map(([name, value]) => `${name}: ${value}`), text].join('\n')
      return forms.some((form) => all.includes(form))
    })
    if (shown.length > 0)
      return broken(`the key stands in the answer to ${shown.map(({ asked }) => asked).join(', ')}`)
    const evidence = `it stands in none of ${answers.length} answers`
    return canCreate
      ? kept(`${evidence}, in three of which the API had put it`)
      : unknown(`${evidence}; whether it is taken out of the API's own ${whyNot}`)
  },
}
