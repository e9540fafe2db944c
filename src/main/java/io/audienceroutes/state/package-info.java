/** The state database: transactions, migrations, leases, the event log. */
package io.audienceroutes.state;
