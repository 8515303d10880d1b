// Where the focus goes when a form appears in place of the button that asked for it, and when a form was sent with mistakes.
import { tick } from 'svelte';

/** For `{@attach focusFirst}` on a form: the first field takes the focus. */
export function focusFirst(form: HTMLElement): void {
  form.querySelector<HTMLElement>('input, textarea')?.focus();
}

/** After the mistakes are on screen: the first of them takes the focus. */
export async function focusMistake(form: EventTarget | null): Promise<void> {
  await tick();
  if (form instanceof HTMLElement) form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
}
