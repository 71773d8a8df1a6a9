import { chineseErrorMessages } from '../../core/errors/chineseErrorMessages.js'
import type {
  VideoTaskFormMessages,
  VideoTaskMessages,
  VideoTaskReferencesMessages,
} from '../../core/messages.js'

/**
 * The components' text in simplified Chinese.
 *
 * @example
 * ```tsx
 * import { createVideoClient, VideoTaskProvider } from 'react-video-task'
 * import { chineseMessages } from 'react-video-task/messages'
 *
 * const client = createVideoClient({ baseURL: '/api/v1' })
 *
 * export const App = () => <VideoTaskProvider client={client} messages={chineseMessages} />
 * ```
 */
export const chineseMessages: VideoTaskMessages = {
  locale: 'zh-Hans',
  state: {
    idle: '暂无视频',
    loading: '加载中',
    queued: '排队中',
    in_progress: '生成中',
    completed: '已完成',
    expired: '已过期',
    deleted: '已删除',
    failed: '失败',
    error: '失败',
    unreachable: '无响应',
    stalled: '已停滞',
  },
  empty: '视频将显示在这里',
  play: (title) => `播放：${title}`,
  untitled: '视频',
  progress: '视频进度',
  steps: '步骤',
  waiting: (time) => `已等待 ${time}`,
  timeLeft: (range) => `大约还需 ${range}`,
  noUpdates: (time) => `已有 ${time}没有更新`,
  announcements: {
    started: (title) => `${title}：已开始生成。`,
    progress: (title, percent) => `${title}：${percent}。`,
    completed: (title) => `${title}：视频已完成。`,
    failed: (title) => `${title}：视频生成失败。`,
  },
  stalled: '视频长时间没有进展，已暂停自动查询。',
  retrying: '正在自动重试。',
  expired: '链接已过期，或此浏览器无法播放该视频。',
  requestId: '请求 ID',
  refresh: '重新查询',
  retry: '再试一次',
  refreshLink: '刷新链接',
  download: '下载',
  downloading: (percent) => `下载中 ${percent}`.trimEnd(),
  cancelDownload: '取消下载',
  downloadSaved: '已保存',
  downloadFailed: '下载失败。',
  openVideo: '打开视频',
  copyLink: '复制链接',
  linkCopied: '链接已复制',
  copyFailed: '无法复制',
  list: '视频列表',
  settled: (settled, total) => `已完成 ${settled} / ${total}`,
  viewer: {
    position: (number, total) => `第 ${number} 个，共 ${total} 个`,
    previous: '上一个视频',
    next: '下一个视频',
    close: '关闭',
  },
  notifyMe: '完成后通知我',
  notifyDenied: '浏览器已禁止通知',
  notification: { completed: '视频已完成', failed: '视频生成失败' },
  form: {
    model: '模型',
    prompt: '提示词',
    seconds: '时长',
    size: '画面尺寸',
    aspect_ratio: '画面比例',
    resolution: '分辨率',
    promptPlaceholder: '描述您想要的视频',
    modelDefault: '模型默认值',
    characters: (count, max) => (max === undefined ? `字数：${count}` : `字数：${count} / ${max}`),
    secondsRange: (min, max) => `${min} 至 ${max} 秒`,
    modelMissing: '请选择模型。',
    promptMissing: '请描述视频内容。',
    promptTooLong: (excess) => `提示词超出 ${excess} 个字符。`,
    secondsOutOfRange: (model, min, max) => `${model} 的时长须为 ${min} 至 ${max} 秒的整数。`,
    notOffered: (model, value) => `${model} 不支持 ${value}，请选择其他值。`,
    notSent: (model, value) => `${model} 没有此设置，不会发送 ${value}。`,
    refused: '视频服务不接受此值。',
    submit: '生成视频',
    creating: '正在提交…',
    uploading: '正在上传',
    cancelUpload: '取消上传',
    uploadCancelled: '已取消上传，没有生成视频。',
    created: '视频已开始生成。',
  } satisfies VideoTaskFormMessages,
  references: {
    label: '参考图片',
    add: '添加图片',
    note: (types, megabytes) => `${types}，每张不超过 ${megabytes} MB。可选择、拖放或粘贴。`,
    count: (count, max) => `${count} / ${max}`,
    roles: { first_frame: '首帧', last_frame: '尾帧' },
    image: (position) => `图片 ${position}`,
    earlier: (name) => `将 ${name} 前移`,
    later: (name) => `将 ${name} 后移`,
    remove: (name) => `移除 ${name}`,
    added: (names) => `已添加 ${names}。`,
    removed: (name) => `已移除 ${name}。`,
    moved: (name, position, total) => `${name} 现为第 ${position} 张，共 ${total} 张。`,
    problems: {
      unsupported: (model) => `不会发送：${model} 不支持图片。`,
      wrong_type: (model, types) => `${model} 支持 ${types}。`,
      too_large: (megabytes) => `超过 ${megabytes} MB。`,
      too_many: (model, max) => `${model} 最多支持 ${max} 张。`,
    },
    refusals: {
      not_image: (names) => `不是图片：${names}。`,
      duplicate: (names) => `已添加过：${names}。`,
      too_large: (names, megabytes) => `超过 ${megabytes} MB：${names}。`,
      too_many: (names) => `图片过多，未添加：${names}。`,
      unreadable: (names) => `无法读取：${names}。`,
    },
    misfit: '请移除标出的图片，或选择其他模型。',
    reading: '正在检查图片…',
    thisModel: '此模型',
  } satisfies VideoTaskReferencesMessages,
  errors: chineseErrorMessages,
}
