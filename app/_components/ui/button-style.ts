const base =
  "inline-flex min-h-10 cursor-pointer items-center justify-center gap-2 rounded-control border px-4 py-2 text-base font-medium no-underline transition-colors aria-disabled:cursor-progress aria-disabled:opacity-60 motion-reduce:transition-none";

const variants = {
  primary: "border-accent bg-accent text-on-accent hover:border-accent-strong hover:bg-accent-strong",
  secondary: "border-line-strong bg-surface text-ink hover:border-ink hover:bg-sunken",
  danger: "border-alert bg-alert text-on-alert hover:border-alert-strong hover:bg-alert-strong",
  quiet: "border-transparent bg-transparent text-ink-soft hover:bg-sunken hover:text-ink",
} as const;

export type ButtonVariant = keyof typeof variants;

export function buttonStyle(variant: ButtonVariant): string {
  return `${base} ${variants[variant]}`;
}
