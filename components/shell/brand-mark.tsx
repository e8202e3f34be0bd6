type BrandMarkProps = { className?: string }

/** A latchkey. Ours: GitLab's marks stay with GitLab. */
export function BrandMark({ className = 'size-6' }: BrandMarkProps) {
  return (
    <svg
      viewBox="0 0 24 24"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      className={`shrink-0 ${className}`}
    >
      <circle cx="8" cy="8" r="5" />
      <path d="M11.5 11.5 21 21M17.5 17.5l2.75-2.75M14 14l2.25-2.25" />
    </svg>
  )
}
