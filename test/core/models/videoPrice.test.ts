import { findVideoPrice } from 'react-video-task/client'
import { expect, it } from 'vitest'

const catalogue = {
  success: true,
  data: [
    { id: 'a text model', model_type: 'text', pricing: { input: 2, output: 8 } },
    { id: 'wan2.6', pricing: { per_second: 0.08, per_request: null } },
    { id: 'veo3-fast', pricing: { per_second: '0.1', per_request: null } },
    { id: 'sora-2', pricing: { per_second: null, per_request: 0.16 } },
    { id: 'gone', pricing: null },
    { id: 'zero', pricing: { per_second: 0, per_request: 0 } },
    { id: 'unlisted', pricing: { per_second: 0.2 } },
    null,
    'a string',
  ],
}

it.each([
  ['by second', { model: 'wan2.6', seconds: 10 }, 0.8],
  ['by second, as a form sends it', { model: 'wan2.6', seconds: '15' }, 1.2],
  ['by second, of the documented length', { model: 'wan2.6' }, 0.4],
  ['by second, of the one length that a model has', { model: 'veo3-fast' }, 0.8],
  ['by request, whatever the length', { model: 'sora-2', seconds: '8' }, 0.16],
  ['of a model without facts', { model: 'unlisted', seconds: 3 }, 0.6],
  ['unknown without a length', { model: 'unlisted' }, undefined],
  ['unknown for a length that is none', { model: 'wan2.6', seconds: 'long' }, undefined],
  ['unknown for a price that is null', { model: 'gone', seconds: 5 }, undefined],
  ['unknown for 0', { model: 'zero', seconds: 5 }, undefined],
  ['unknown for a model that is not listed', { model: 'other', seconds: 5 }, undefined],
  ['unknown without a model', { seconds: 5 }, undefined],
  ['unknown for a model with another price', { model: 'a text model', seconds: 5 }, undefined],
])('the price of a create is %s', (_, params, price) => {
  const found = findVideoPrice(catalogue, params)
  if (price === undefined) expect(found).toBeUndefined()
  else expect(found).toBeCloseTo(price, 10)
})

it.each([undefined, null, 'text', [], {}, { data: null }, { data: {} }, { data: [[]] }])(
  'the price of a create is unknown with the catalogue %j',
  (odd) => expect(findVideoPrice(odd, { model: 'wan2.6', seconds: 5 })).toBeUndefined(),
)
