import { cn } from '@/lib/utils'

const base = [
  'inline-flex h-8 shrink-0 cursor-pointer items-center justify-center gap-1.5 rounded-md px-3 text-sm font-medium whitespace-nowrap',
  'transition-colors outline-none focus-visible:ring-[3px] focus-visible:ring-ring/50',
  'aria-disabled:cursor-default aria-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0',
]

/** Classes of the blocks' buttons. To take your own button's look, return its `buttonVariants` here. */
export const button = {
  primary: cn(base, 'bg-primary text-primary-foreground hover:bg-primary/90'),
  outline: cn(base, 'border bg-background text-foreground hover:bg-accent hover:text-accent-foreground'),
  ghost: cn(base, 'text-muted-foreground hover:bg-accent hover:text-accent-foreground'),
  /** The words stay for screen readers. */
  icon: cn(
    base,
    'size-8 px-0 text-muted-foreground hover:bg-accent hover:text-accent-foreground [&>span]:sr-only',
  ),
}

/** Classes of the blocks' fields, whichever element they are. */
export const control = cn(
  'w-full min-w-0 rounded-md border border-input bg-background px-3 py-2 text-sm text-foreground shadow-xs',
  'transition-colors outline-none placeholder:text-muted-foreground focus-visible:border-ring focus-visible:ring-[3px] focus-visible:ring-ring/50',
  'read-only:[&:not(select)]:bg-muted aria-invalid:border-destructive',
)
