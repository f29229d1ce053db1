/** What Stripe does with money, as far as we use it: the resources behind its interface, and the events they bring about. */
export type Params = { [name: string]: string | Params };
export type StripeEvent = {
  id: string;
  object: 'event';
  api_version: string;
  created: number;
  type: string;
  data: { object: Resource };
};
export type Resource = Record<string, unknown> & { id: string };
export type Answer = { status: number; body: object };

/** What a card does when it is charged. */
export type CardSort = 'pays' | 'no-funds' | 'confirm' | 'asks' | 'pending';
type Method = Resource & { does: CardSort; customer: string | null };

export const API_VERSION = '2026-10-28.endive';

export class StripeDesk {
  /** Everything that has happened, oldest first, as webhooks would say it. */
  readonly events: StripeEvent[] = [];
  private readonly made: Record<string, Resource[]> = {};
  private count = 0;
  /** What the platform can transfer, in cents. */
  balance = Number.MAX_SAFE_INTEGER;

  all(kind: string): Resource[] {
    return (this.made[kind] ??= []);
  }

  /** A card as a client adds it at Stripe. */
  card(customer: string, does: CardSort, last4 = '4242'): Method {
    const card = { brand: 'visa', last4 };
    return this.keep('payment_methods', 'pm', { object: 'payment_method', customer, does, card }) as Method;
  }

  /** The client types a card on Stripe's page. */
  finish(session: string, does: CardSort, last4?: string): void {
    const found = this.find('checkout/sessions', session)!;
    const method = this.card(found['customer'] as string, does, last4);
    const intent = this.keep('setup_intents', 'seti', { object: 'setup_intent', payment_method: method.id });
    Object.assign(found, { status: 'complete', setup_intent: intent.id });
    this.happen('checkout.session.completed', found);
  }

  /** What was pending is decided, later. */
  settle(intent: string, paid: boolean): void {
    const found = this.find('payment_intents', intent)!;
    const error = { code: 'card_declined', decline_code: 'insufficient_funds' };
    Object.assign(
      found,
      paid ? { status: 'succeeded' } : { status: 'requires_payment_method', last_payment_error: error },
    );
    this.happen(paid ? 'payment_intent.succeeded' : 'payment_intent.payment_failed', found);
  }

  /** A freelancer has told Stripe everything; what is missing is checked later. */
  onboard(account: string, ready = true, bank = { country: 'DE', last4: '3000' }): void {
    const found = this.find('accounts', account)!;
    const external = { object: 'bank_account', ...bank };
    Object.assign(found, {
      ...{ capabilities: { transfers: ready ? 'active' : 'pending' }, payouts_enabled: ready, details_submitted: true },
      external_accounts: { object: 'list', data: [external] },
    });
    this.happen('account.updated', found);
  }

  /** The money is asked back: the account was closed, or a bank refused it. */
  takeBack(transfer: string): void {
    const found = this.find('transfers', transfer)!;
    Object.assign(found, { reversed: true, amount_reversed: found['amount'] });
    this.happen('transfer.reversed', found);
  }

  answer(method: string, path: string, params: Params): Answer {
    const [kind, id, act] = /^\/v1\/(checkout\/sessions|\w+)(?:\/(\w+))?(?:\/(\w+))?$/.exec(path)?.slice(1) ?? [];
    if (method === 'GET' && kind && id) return this.one(kind, id, params);
    if (method === 'GET' && kind) return this.list(kind, params);
    const acts: Record<string, () => Answer> = {
      customers: () => ok(this.keep('customers', 'cus', { object: 'customer', ...params })),
      'checkout/sessions': () => this.openSession(params),
      payment_intents: () => (act === 'cancel' ? this.cancel(id!, params) : this.charge(params)),
      payment_methods: () => this.detach(id!),
      refunds: () => this.refund(params),
      transfers: () => this.transfer(params),
      accounts: () => this.openAccount(params),
      account_links: () => this.linkTo(params['account'] as string),
    };
    return (acts[kind ?? ''] ?? (() => refuse(404, { message: `Unrecognized request URL (${method}: ${path}).` })))();
  }

  private charge(params: Params): Answer {
    const { customer, payment_method: method, amount } = params as Record<string, string>;
    if (!this.find('customers', customer)) return missing('customer', customer);
    const card = this.find('payment_methods', method) as Method | undefined;
    if (card?.customer !== customer) return missing('payment_method', method);
    if (Number(amount) < 50) return refuse(400, { code: 'amount_too_small', param: 'amount', message: 'Too small.' });
    const intent = this.keep('payment_intents', 'pi', {
      ...{ object: 'payment_intent', cancellation_reason: null, last_payment_error: null },
      ...{ ...params, amount: Number(amount) },
    });
    const declines = {
      'no-funds': ['card_declined', 'insufficient_funds'],
      confirm: ['authentication_required', null],
    };
    if (card!.does === 'no-funds' || card!.does === 'confirm') {
      const [code, decline_code] = declines[card!.does];
      const error = {
        type: 'card_error',
        code,
        ...(decline_code && { decline_code }),
        message: 'Your card was declined.',
      };
      Object.assign(intent, { status: 'requires_payment_method', last_payment_error: error });
      this.happen('payment_intent.payment_failed', intent);
      return { status: 402, body: { error: { ...error, payment_intent: intent } } };
    }
    intent['status'] = { pays: 'succeeded', asks: 'requires_action', pending: 'processing' }[card!.does];
    if (card!.does === 'pays') this.happen('payment_intent.succeeded', intent);
    return ok(intent);
  }

  private cancel(id: string, params: Params): Answer {
    const intent = this.find('payment_intents', id)!;
    Object.assign(intent, { status: 'canceled', ...params });
    this.happen('payment_intent.canceled', intent);
    return ok(intent);
  }

  private refund(params: Params): Answer {
    const intent = this.find('payment_intents', params['payment_intent'] as string);
    if (intent?.['status'] !== 'succeeded') return missing('payment_intent', params['payment_intent'] as string);
    const before = this.all('refunds').filter(refund => refund['payment_intent'] === intent.id);
    const given = before.reduce((sum, refund) => sum + Number(refund['amount']), 0);
    const tooMuch = given + Number(params['amount']) > Number(intent['amount']);
    if (tooMuch) return refuse(400, { param: 'amount', message: 'Refund amount is greater than unrefunded amount.' });
    const refund = this.keep('refunds', 're', { object: 'refund', ...params, status: 'succeeded' });
    this.happen('refund.created', refund);
    return ok(refund);
  }

  private transfer(params: Params): Answer {
    const account = this.find('accounts', params['destination'] as string);
    if (!account)
      return refuse(400, { code: 'account_invalid', param: 'destination', message: 'No such destination.' });
    if ((account['capabilities'] as Params)['transfers'] !== 'active')
      return refuse(400, {
        code: 'insufficient_capabilities_for_transfer',
        message: 'Needs the capability transfers.',
      });
    const amount = Number(params['amount']);
    if (amount > this.balance) return refuse(400, { code: 'balance_insufficient', message: 'Insufficient funds.' });
    this.balance -= amount;
    const transfer = this.keep('transfers', 'tr', { object: 'transfer', ...params, amount, reversed: false });
    this.happen('transfer.created', transfer);
    return ok(transfer);
  }

  private openAccount(params: Params): Answer {
    const fresh = { capabilities: { transfers: 'inactive' }, payouts_enabled: false, details_submitted: false };
    const none = { object: 'list', data: [] };
    return ok(this.keep('accounts', 'acct', { object: 'account', ...params, ...fresh, external_accounts: none }));
  }

  private linkTo(account: string): Answer {
    if (!this.find('accounts', account)) return missing('account', account);
    return ok({ object: 'account_link', url: `https://connect.stripe.com/setup/e/${account}/${++this.count}` });
  }

  private openSession(params: Params): Answer {
    const fresh = { object: 'checkout.session', ...params, status: 'open', setup_intent: null };
    const session = this.keep('checkout/sessions', 'cs', fresh);
    session['url'] = `https://checkout.stripe.com/c/pay/${session.id}`;
    return ok(session);
  }

  private detach(id: string): Answer {
    const method = this.find('payment_methods', id) as Method | undefined;
    if (!method?.customer) return refuse(400, { message: 'The payment method you provided is not attached.' });
    method.customer = null;
    return ok(method);
  }

  private one(kind: string, id: string, { expand }: Params): Answer {
    const found = this.find(kind, id);
    if (!found) return missing('id', id);
    const intent = expand === undefined ? undefined : this.find('setup_intents', found['setup_intent'] as string);
    if (!intent) return ok(found);
    const method = this.find('payment_methods', intent['payment_method'] as string);
    return ok({ ...found, setup_intent: { ...intent, payment_method: method } });
  }

  private list(kind: string, { limit, starting_after, created, ...filter }: Params): Answer {
    if (typeof filter['customer'] === 'string' && !this.find('customers', filter['customer']))
      return missing('customer', filter['customer']);
    const since = Number((created as Params | undefined)?.['gte'] ?? 0);
    const fits = (one: Resource): boolean =>
      Object.entries(filter).every(([name, value]) => one[name] === value) && Number(one['created']) >= since;
    const newest = this.all(kind).filter(fits).reverse();
    const from = newest.findIndex(({ id }) => id === starting_after) + 1;
    const data = newest.slice(from, from + Number(limit ?? 10));
    const has_more = from + data.length < newest.length;
    return { status: 200, body: { object: 'list', url: `/v1/${kind}`, has_more, data } };
  }

  private find(kind: string, id: string | undefined): Resource | undefined {
    return this.all(kind).find(one => one.id === id);
  }

  private keep(kind: string, prefix: string, fields: Record<string, unknown>): Resource {
    const resource = { id: `${prefix}_${++this.count}`, created: Number.MAX_SAFE_INTEGER, metadata: {}, ...fields };
    this.all(kind).push(resource);
    return resource;
  }

  private happen(type: string, object: Resource): void {
    const data = { object: structuredClone(object) };
    this.events.push({ id: `evt_${++this.count}`, object: 'event', api_version: API_VERSION, created: 1, type, data });
  }
}

const ok = (body: object): Answer => ({ status: 200, body });
type Complaint = { code?: string; param?: string; message: string };
export const refuse = (status: number, error: Complaint, type = 'invalid_request_error'): Answer => ({
  status,
  body: { error: { type, ...error } },
});
const missing = (param: string, id: string | undefined): Answer =>
  refuse(400, { code: 'resource_missing', param, message: `No such ${param}: '${id}'` });
