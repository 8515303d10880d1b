// What just succeeded, in a corner, for a moment. Failures never come here: they stay where they happened.

import { announce } from './announcer.svelte';

export interface Toast {
  id: number;
  text: string;
  action?: { label: string; run: () => void };
}

const STAYS_MS = 6_000;
const STAYS_WITH_ACTION_MS = 12_000;
const AT_MOST = 3;

class Toasts {
  #shown = $state<Toast[]>([]);
  #next = 1;
  #timers = new Map<number, ReturnType<typeof setTimeout>>();

  get shown(): readonly Toast[] {
    return this.#shown;
  }

  say(text: string, action?: Toast['action']): void {
    const toast: Toast = { id: this.#next++, text, action };
    this.#shown = [...this.#shown, toast].slice(-AT_MOST);
    this.#wait(toast);
    announce(text);
  }

  dismiss(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
    this.#shown = this.#shown.filter((toast) => toast.id !== id);
  }

  /** While somebody reads or aims at a toast, none goes away. */
  hold(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  resume(): void {
    for (const toast of this.#shown) this.#wait(toast);
  }

  #wait(toast: Toast): void {
    clearTimeout(this.#timers.get(toast.id));
    this.#timers.set(
      toast.id,
      setTimeout(() => this.dismiss(toast.id), toast.action ? STAYS_WITH_ACTION_MS : STAYS_MS),
    );
  }
}

export const toasts = new Toasts();
