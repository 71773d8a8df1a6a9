import type { VideoTaskErrorMessages } from './englishErrorMessages.js'

/** Messages for every kind of error, in simplified Chinese. */
export const chineseErrorMessages: VideoTaskErrorMessages = {
  moderation: { title: '该视频未通过内容审核。', action: '请修改提示词或图片，然后重新生成。' },
  quota: { title: '余额不足，无法生成该视频。', action: '请充值或联系账户所有者，然后重新生成。' },
  sign_in: {
    title: '视频服务拒绝了登录信息。',
    action: '请重新登录。如果问题仍然存在，需要由应用的所有者更换密钥。',
  },
  forbidden: { title: '该账户没有此操作的权限。', action: '请向账户所有者申请权限。' },
  model_unavailable: { title: '该模型暂时不可用。', action: '请选择其他模型，或稍后再试。' },
  unknown_task: {
    title: '视频服务中找不到该视频。',
    action: '该视频可能已被删除，或属于其他账户。请重新生成。',
  },
  expired: { title: '视频服务已不再保存该视频。', action: '请重新生成，并在完成后及时下载。' },
  rate_limit: { title: '当前请求过多。', action: '请等待一分钟后再试。' },
  network: { title: '无法连接视频服务。', action: '请检查网络连接后再试。正在生成的视频会继续。' },
  timeout: { title: '视频服务响应超时。', action: '请稍后再试。' },
  wrong_base_url: { title: '应用使用的视频服务地址有误。', action: '需要由应用的所有者更正设置。' },
  invalid_request: {
    title: '视频服务不接受这些设置。',
    action: '请修改提示词、时长、尺寸或图片，然后重新生成。',
  },
  busy: { title: '视频服务繁忙或暂不可用。', action: '请几分钟后再试。' },
  unreadable: { title: '视频服务返回了无效的响应。', action: '请稍后再试。如果问题仍然存在，请联系客服。' },
  failed: { title: '视频生成失败。', action: '请重新生成，或修改提示词。' },
  unknown: { title: '出错了。', action: '请再试一次。如果问题仍然存在，请联系客服。' },
}
