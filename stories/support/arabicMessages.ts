import type { VideoTaskMessages } from 'react-video-task'

/** A language that the package does not ship, as an app would write it. */
export const arabicMessages: Partial<VideoTaskMessages> = {
  locale: 'ar',
  state: {
    idle: 'لا يوجد فيديو بعد',
    loading: 'جارٍ التحميل',
    queued: 'في الانتظار',
    in_progress: 'قيد الإنشاء',
    completed: 'جاهز',
    expired: 'انتهت صلاحية الرابط',
    notLoading: 'لا يُحمَّل',
    unplayable: 'لا يمكن تشغيله هنا',
    deleted: 'محذوف',
    failed: 'فشل',
    error: 'فشل',
    unreachable: 'انقطع الاتصال',
    refused: 'غير متاح',
    stalled: 'متوقف',
  },
  waiting: (time) => `مضى ${time}`,
  timeLeft: (range) => `يتبقى نحو ${range}`,
  download: 'تنزيل',
  copyLink: 'نسخ الرابط',
  retry: 'أعد المحاولة',
  errors: {
    moderation: { title: 'رفض فحص المحتوى هذا الفيديو.', action: 'غيّر الوصف ثم أنشئ الفيديو من جديد.' },
  },
}
