// A tip for the pointer alone. A `title` that stays would be read out as well, after the name that says the same.
import type { Attachment } from 'svelte/attachments';

/** Shows `text` while the pointer rests on the thing. */
export function pointerTip(text: string): Attachment<HTMLElement> {
  return (thing) => {
    const show = () => (thing.title = text);
    const hide = () => thing.removeAttribute('title');
    thing.addEventListener('pointerenter', show);
    thing.addEventListener('pointerleave', hide);
    return () => {
      hide();
      thing.removeEventListener('pointerenter', show);
      thing.removeEventListener('pointerleave', hide);
    };
  };
}
