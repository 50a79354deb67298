import { api } from './api';
import type { DefinitionNames } from './condition-text';
import { itemsOf } from './items';

const definitionsStayMs = 30_000;

/** Tags and audiences by the titles that people know; one that is not defined (any more) keeps its name. */
export function useDefinitionNames(): DefinitionNames {
  const groups = api.useQuery('get', '/api/tags', { params: { query: { limit: 500 } } }, { staleTime: definitionsStayMs });
  const audiences = api.useQuery('get', '/api/audiences', { params: { query: { limit: 500 } } }, { staleTime: definitionsStayMs });
  return {
    tag: (name) => {
      for (const group of itemsOf(groups.data)) {
        const tag = group.tags.find((each) => each.tag === name);
        if (tag) return `${group.title ?? group.id} · ${tag.title ?? tag.tag}`;
      }
      return name;
    },
    audience: (name) => itemsOf(audiences.data).find((each) => each.id === name)?.title ?? name,
  };
}
