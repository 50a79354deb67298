import { Component, type ReactNode } from 'react';
import { LanguageContext } from '../lib/i18n/i18n';

/** A page that throws shows why, and leaves the menu in place. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, { readonly error: Error | null }> {
  static override readonly contextType = LanguageContext;
  declare context: React.ContextType<typeof LanguageContext>;
  override readonly state = { error: null as Error | null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    if (this.state.error === null) return this.props.children;
    return (
      <div className="nothing" role="alert">
        <p className="nothing-text">{this.context.say('state.crashed')}</p>
        <pre className="json">{this.state.error.message}</pre>
      </div>
    );
  }
}
