import { lazy, Suspense } from 'react';
import { Route, Routes } from 'react-router';
import { ErrorBoundary } from '../components/error-boundary';
import { Loading } from '../components/loading';
import { ProblemAlert } from '../components/problem-alert';
import { useSession } from '../lib/session';
import { NotFoundPage } from './not-found-page';
import { Shell } from './shell';

// One chunk a page: signing in needs none of the tables, the overview none of the timeline.
const SignInPage = lazy(() => import('../features/session/sign-in-page'));
const OverviewPage = lazy(() => import('../features/overview/overview-page'));
const CustomersPage = lazy(() => import('../features/customers/customers-page'));
const CustomerPage = lazy(() => import('../features/customers/customer-page'));
const WhyPage = lazy(() => import('../features/explain/why-page'));
const ChannelsPage = lazy(() => import('../features/channels/channels-page'));
const WelcomesPage = lazy(() => import('../features/channels/welcomes-page'));
const LinksPage = lazy(() => import('../features/channels/links-page'));
const SopsPage = lazy(() => import('../features/sops/sops-page'));
const SopPage = lazy(() => import('../features/sops/sop-page'));
const DefinitionsPage = lazy(() => import('../features/definitions/definitions-page'));
const EditPage = lazy(() => import('../features/definitions/edit-page'));
const RehearsalsPage = lazy(() => import('../features/rehearsals/rehearsals-page'));
const WebhooksPage = lazy(() => import('../features/webhooks/webhooks-page'));
const WorkspacesPage = lazy(() => import('../features/workspaces/workspaces-page'));
const TasksPage = lazy(() => import('../features/tasks/tasks-page'));
const ContactsPage = lazy(() => import('../features/wecom/contacts-page'));
const DeliveriesPage = lazy(() => import('../features/deliveries/deliveries-page'));

export function App() {
  const session = useSession();
  if (session.isPending) return <Loading page />;
  if (session.isError) {
    return (
      <main className="alone">
        <ProblemAlert error={session.error} onRetry={() => void session.refetch()} />
      </main>
    );
  }
  if (!session.data) {
    return (
      <Suspense fallback={<Loading page />}>
        <SignInPage />
      </Suspense>
    );
  }
  return (
    <Shell>
      <ErrorBoundary>
        <Suspense fallback={<Loading />}>
          <Routes>
            <Route index element={<OverviewPage />} />
            <Route path="customers" element={<CustomersPage />} />
            <Route path="customers/:id" element={<CustomerPage />} />
            <Route path="customers/:id/why" element={<WhyPage />} />
            <Route path="channels" element={<ChannelsPage />} />
            <Route path="channels/welcomes" element={<WelcomesPage />} />
            <Route path="channels/links" element={<LinksPage />} />
            <Route path="sops" element={<SopsPage />} />
            <Route path="sops/:sop" element={<SopPage />} />
            <Route path="sops/:sop/edit" element={<EditPage />} />
            <Route path="definitions" element={<DefinitionsPage />} />
            <Route path="definitions/:kind/:name" element={<EditPage />} />
            <Route path="rehearsals" element={<RehearsalsPage />} />
            <Route path="deliveries" element={<DeliveriesPage />} />
            <Route path="tasks" element={<TasksPage />} />
            <Route path="wecom" element={<ContactsPage />} />
            <Route path="webhooks" element={<WebhooksPage />} />
            <Route path="workspaces" element={<WorkspacesPage />} />
            <Route path="*" element={<NotFoundPage />} />
          </Routes>
        </Suspense>
      </ErrorBoundary>
    </Shell>
  );
}
