import type { Adapter, AdapterPayload } from "oidc-provider";

interface Row {
  readonly payload: AdapterPayload;
  readonly expiresAt: number;
}

/** The issuer's sessions, interactions, codes and tokens, by kind and id. */
export class Store {
  readonly #kinds = new Map<string, Map<string, Row>>();

  clear(): void {
    this.#kinds.clear();
  }

  /** What oidc-provider keeps one kind of object in. Nothing it is given or gives is shared with it. */
  adapterFor(kind: string): Adapter {
    return {
      upsert: async (id, payload, expiresIn = Infinity) => {
        this.#prune(kind);
        const expiresAt = Date.now() + expiresIn * 1000;
        this.#rows(kind).set(id, { payload: structuredClone(payload), expiresAt });
      },
      find: async (id) => this.#find(kind, (_payload, known) => known === id),
      findByUid: async (uid) => this.#find(kind, (payload) => payload.uid === uid),
      findByUserCode: async () => undefined,
      consume: async (id) => {
        const row = this.#rows(kind).get(id);
        if (row) row.payload.consumed = Math.floor(Date.now() / 1000);
      },
      destroy: async (id) => {
        this.#rows(kind).delete(id);
      },
      revokeByGrantId: async (grantId) => {
        for (const [id, { payload }] of this.#rows(kind)) {
          if (payload.grantId === grantId) this.#rows(kind).delete(id);
        }
      },
    };
  }

  #find(
    kind: string,
    isWanted: (payload: AdapterPayload, id: string) => boolean,
  ): AdapterPayload | undefined {
    this.#prune(kind);
    for (const [id, { payload }] of this.#rows(kind)) {
      if (isWanted(payload, id)) return structuredClone(payload);
    }
    return undefined;
  }

  #prune(kind: string): void {
    const now = Date.now();
    for (const [id, { expiresAt }] of this.#rows(kind)) {
      if (expiresAt <= now) this.#rows(kind).delete(id);
    }
  }

  #rows(kind: string): Map<string, Row> {
    const known = this.#kinds.get(kind);
    if (known) return known;
    const rows = new Map<string, Row>();
    this.#kinds.set(kind, rows);
    return rows;
  }
}
