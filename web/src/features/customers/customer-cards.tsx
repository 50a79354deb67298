import { Link } from 'react-router';
import { TimeText } from '../../components/time-text';
import { useSay, word } from '../../lib/i18n/i18n';
import type { CustomerSummary } from '../../lib/types';
import { CustomerTags } from './customer-tags';

/** The list on a phone: one card a customer. */
export function CustomerCards({ customers }: { readonly customers: readonly CustomerSummary[] }) {
  const say = useSay();
  return (
    <ul className="cards">
      {customers.map((customer) => {
        const identity = customer.identities[0];
        return (
          <li key={customer.id}>
            <Link to={`/customers/${encodeURIComponent(customer.id)}`} className="card">
              <span className="card-top">
                <span className="strong">{customer.name ?? say('customers.unnamed')}</span>
                <span className="faint">
                  <TimeText at={customer.lastEventAt} relative />
                </span>
              </span>
              {identity && (
                <span className="card-line faint">
                  {word(say, 'identity', identity.kind)} {identity.value}
                </span>
              )}
              <CustomerTags tags={customer.tags} />
              {customer.runs > 0 && <span className="card-line">{say('customers.runs.n', { n: customer.runs })}</span>}
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
