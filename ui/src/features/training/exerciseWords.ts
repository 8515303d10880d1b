// How an exercise is told in the reader's language. The core speaks English; for another language its exercises and
// requirements are known by their id.
import german from '../../../locales/exercises.de.json';
import { language } from '../../shared/i18n';

export interface ExerciseWords {
  title: string;
  task: string;
  hints: readonly string[];
}

const exercises: Readonly<Record<string, ExerciseWords & { explanation: string }>> = german.exercises;
const requirements: Readonly<Record<string, string>> = german.requirements;

export function exerciseWords(told: ExerciseWords & { id: string }): ExerciseWords {
  return (language() === 'de' && exercises[told.id]) || told;
}

export function requirementWords(told: { id: string; sentence: string }): string {
  return (language() === 'de' && requirements[told.id]) || told.sentence;
}

export function explanationWords(exercise: string, told: string): string {
  return (language() === 'de' && exercises[exercise]?.explanation) || told;
}
