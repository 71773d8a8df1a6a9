/**
 * A page of the documentation, from its one source.
 *
 * @typedef {object} Page
 * @property {string} path its Markdown file in the repository
 * @property {string} title its name in the sidebar, in the README's table and in `llms.txt`
 * @property {string} note what it covers
 * @property {string} [entry] for a page of the API reference, the entry point it is generated from
 */

/**
 * All pages by section, in reading order. `make.js` writes `llms.txt`, the README's table and the site's pages from this list.
 *
 * @type {Record<string, Page[]>}
 */
export const SECTIONS = {
  'Getting started': [
    {
      path: 'README.md',
      title: 'Introduction',
      note: 'what it is, the shortest useful code for browser and server, features, requirements',
    },
    {
      path: 'docs/quick-start.md',
      title: 'Quick start',
      note: 'from an empty app to a playing video, on the emulator first and then on the real API',
    },
    {
      path: 'docs/polling.md',
      title: 'Adaptive polling',
      note: 'when it polls, when it stops, how each failure is handled, and how that is measured',
    },
  ],
  Recipes: [
    {
      path: 'docs/from-demo-to-product.md',
      title: 'From demo to product',
      note: 'the code of a small product: users, history, daily quota, prices, public links, kept films, polls by BullMQ, durable steps or a cron',
    },
    {
      path: 'docs/recipes/nextjs.md',
      title: 'Next.js',
      note: 'App Router: the proxy as route handlers, the provider, a page prefetched on the server',
    },
    {
      path: 'docs/recipes/vite-express.md',
      title: 'Vite and Express',
      note: 'the proxy in Express, `/api` proxied by Vite in development',
    },
    {
      path: 'docs/recipes/shadcn.md',
      title: 'shadcn blocks',
      note: 'card, player, list, form and a whole studio, copied into an app with shadcn/ui by its command',
    },
    {
      path: 'docs/recipes/tanstack-router.md',
      title: 'TanStack Router',
      note: 'a loader with `ensureQueryData(videoTaskOptions(client, id))`',
    },
    {
      path: 'docs/recipes/ssr.md',
      title: 'Server rendering',
      note: 'prefetch, dehydrate, hydrate; Suspense',
    },
    {
      path: 'docs/recipes/react-hook-form.md',
      title: 'React Hook Form',
      note: 'a create form of your own, checked by `createVideoSchema`',
    },
    {
      path: 'docs/recipes/other-apis.md',
      title: 'Other APIs',
      note: 'other gateways with the same routes, and a custom `VideoClient` for any other API',
    },
    {
      path: 'docs/recipes/ai-sdk.md',
      title: 'AI SDK',
      note: "a video model for `experimental_generateVideo` from any client, and a client from any of the AI SDK's models",
    },
    {
      path: 'docs/recipes/migrate-from-openai.md',
      title: "Migrate from OpenAI's Videos API",
      note: 'from `openai.videos`, which was shut down: call by call, field by field',
    },
    {
      path: 'docs/recipes/migrate-from-setinterval.md',
      title: 'Migrate from setInterval',
      note: 'what a hand-written loop misses, and how to replace it step by step',
    },
  ],
  Guides: [
    {
      path: 'docs/hooks-and-components.md',
      title: 'Hooks and components',
      note: 'entry points, every hook and component with an example, optional features, errors',
    },
    {
      path: 'docs/security.md',
      title: 'Security',
      note: 'the threat model of the proxy, and what each option prevents and does not prevent',
    },
    {
      path: 'docs/scaling.md',
      title: 'Scaling',
      note: 'shared polls, several instances, stores, CDNs, what to monitor in production',
    },
    {
      path: 'docs/records.md',
      title: 'Keeping tasks',
      note: 'a list on every device: tasks in SQLite or Postgres, what a crash can cost, films kept in a directory or S3 (`archive`), `onCreated`, `onEnded` and quotas, `watchVideoTasks`',
    },
    {
      path: 'docs/testing.md',
      title: 'Testing with the emulator',
      note: 'clocks, scenarios, scripts; Vitest, Playwright, the command line',
    },
    {
      path: 'docs/devtools.md',
      title: 'Devtools',
      note: 'a panel that explains each poll, standalone or in TanStack Devtools; nothing in production',
    },
    {
      path: 'docs/theming.md',
      title: 'Theming',
      note: 'custom properties, state attributes, dark mode, Tailwind, MUI, languages',
    },
    {
      path: 'docs/composition.md',
      title: 'Composition',
      note: 'the parts of the card, the `render` prop, slots, other players',
    },
  ],
  'API reference': [
    {
      path: 'docs/api/index.md',
      entry: 'src/index.ts',
      title: 'react-video-task',
      note: 'provider, hooks, option factories',
    },
    {
      path: 'docs/api/ai-sdk.md',
      entry: 'src/ai-sdk.ts',
      title: 'react-video-task/ai-sdk',
      note: 'a video model of the AI SDK from a client, and a client from one',
    },
    {
      path: 'docs/api/client.md',
      entry: 'src/client.ts',
      title: 'react-video-task/client',
      note: 'client, task types, polling policy, errors; no framework',
    },
    {
      path: 'docs/api/components.md',
      entry: 'src/components.ts',
      title: 'react-video-task/components',
      note: 'every component, its props and the element it renders',
    },
    {
      path: 'docs/api/devtools.md',
      entry: 'src/devtools.ts',
      title: 'react-video-task/devtools',
      note: 'the devtools, their panel, and the plugin for TanStack Devtools',
    },
    {
      path: 'docs/api/messages.md',
      entry: 'src/messages.ts',
      title: 'react-video-task/messages',
      note: 'error messages and component words, in seven languages',
    },
    {
      path: 'docs/api/schemas.md',
      entry: 'src/schemas.ts',
      title: 'react-video-task/schemas',
      note: 'zod schemas of a task and of the create of each model',
    },
    {
      path: 'docs/api/server.md',
      entry: 'src/server.ts',
      title: 'react-video-task/server',
      note: 'the proxy and its options',
    },
    {
      path: 'docs/api/tabs.md',
      entry: 'src/tabs.ts',
      title: 'react-video-task/tabs',
      note: 'polling shared between the tabs of an app',
    },
    {
      path: 'docs/api/testing.md',
      entry: 'src/testing.ts',
      title: 'react-video-task/testing',
      note: 'the emulator, scenarios, MSW handlers, the proxy check',
    },
  ],
  About: [
    {
      path: 'bench/RESULTS.md',
      title: 'Figures',
      note: 'what was measured, side by side with other libraries, each with its command',
    },
    {
      path: 'docs/comparison.md',
      title: 'Comparison with other libraries',
      note: 'claim by claim, each with its source, and where the others are better',
    },
  ],
}

/** @type {Page[]} */
export const pages = Object.values(SECTIONS).flat()

/**
 * The title of a page in Storybook: its place in the sidebar.
 *
 * @param {Page} page
 */
export function storybookTitle(page) {
  const section = Object.keys(SECTIONS).find((name) => SECTIONS[name]?.includes(page))
  return `${section}/${page.title.replace(/^react-video-task\//, '')}`
}
