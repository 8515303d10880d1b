// Where the focus goes when a form or a dialog appears, and when a form was sent with mistakes.
import { tick } from 'svelte';

const FIELDS = 'input, textarea, [role="combobox"], [role="spinbutton"]';

/** The first field that can be filled in; of a group of choices the one that is chosen. */
export function firstField(place: ParentNode): HTMLElement | undefined {
  const fields = [...place.querySelectorAll<HTMLElement>(FIELDS)];
  const first = fields.find(
    (field) =>
      !field.matches(':disabled, [aria-disabled="true"], [readonly], [type="hidden"]') && !field.closest('[hidden]'),
  );
  if (!(first instanceof HTMLInputElement) || first.type !== 'radio') return first;
  return fields.find((field) => field.matches(`[name="${CSS.escape(first.name)}"]:checked`)) ?? first;
}

/** For `{@attach focusFirst}` on a form: the first field takes the focus. */
export function focusFirst(form: HTMLElement): void {
  firstField(form)?.focus();
}

/** What stands in a form for its first mistake: the field itself, or the words where no single field has it. */
export function firstMistake(form: ParentNode): HTMLElement | undefined {
  const found = form.querySelector<HTMLElement>('[aria-invalid="true"], [data-mistake]');
  if (!found) return undefined;
  return found.matches('input, textarea, button, [tabindex]') ? found : firstField(found);
}

/** After the mistakes are on screen: the first of them takes the focus. */
export async function focusMistake(form: EventTarget | null): Promise<void> {
  await tick();
  if (form instanceof HTMLElement) firstMistake(form)?.focus();
}
