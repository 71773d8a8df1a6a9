import type { Fault } from './Fault.js'

/** Good answers that come over badly, or with something to say about time. */
export const connectionFaults = {
  slow: { about: 'as usual, 5 s late', answer: { delay: 5000 }, times: Infinity },
  drip: { about: 'as usual, in ten pieces over 1.8 s', answer: { delivery: 'drip' }, times: Infinity },
  cut: { about: 'as usual, but the connection breaks half way', answer: { delivery: 'cut' }, times: 2 },
  reset: { about: 'the connection breaks before the answer', answer: { delivery: 'reset' }, times: 2 },
  hang: { about: 'no answer at all', answer: { delivery: 'hang' }, times: 1 },
  'leaky-headers': {
    about: 'as usual, with a cookie, CORS and the names of the servers',
    answer: {
      headers: {
        'set-cookie': 'upstream_session=emulated-upstream; Path=/',
        'access-control-allow-origin': '*',
        'access-control-expose-headers': 'x-emulated-upstream',
        server: 'emulated-upstream',
        'x-powered-by': 'emulated-upstream',
        via: '1.1 emulated-upstream',
      },
    },
    times: Infinity,
  },
  'text-plain': {
    about: 'as usual, called text/plain',
    answer: { headers: { 'content-type': 'text/plain; charset=utf-8' } },
    times: Infinity,
  },
  'wait-hint': {
    about: 'as usual, with openai-poll-after-ms: 7000',
    answer: { headers: { 'openai-poll-after-ms': '7000' } },
    times: Infinity,
  },
} satisfies Record<string, Fault>
