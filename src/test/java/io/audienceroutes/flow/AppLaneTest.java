package io.audienceroutes.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** TikTok counts calls by developer app, whatever credential signs them. */
final class AppLaneTest extends FlowTest {
    private static final String APP = "7000000000000000100";

    @Test
    void credentialsOfOneAppShareItsLane() throws SQLException {
        bundle.destination("crm", "credential: one");
        bundle.destination("web", "credential: two");
        bundle.close();
        bundle.with("credential.one.access-token", "simulator-access-token")
                .with("credential.two.access-token", "simulator-access-token")
                .with("credential.one.app.id", APP)
                .with("credential.two.app.id", APP)
                .start();

        bundle.deliverToTheEnd("crm", Lists.file(0, 10));
        bundle.deliverToTheEnd("web", Lists.file(0, 10));
        int calls = tiktok.calls(call -> true).size();
        bundle.close();

        assertThat(callsOfApps()).containsExactly(Map.entry("app " + APP, calls));
        bundle.start();
    }

    @Test
    void credentialsWhoseAppNobodyNamedAreTakenForOneApp() throws SQLException {
        bundle.destination("crm", "credential: one");
        bundle.destination("web", "credential: two");
        bundle.close();
        bundle.with("credential.one.access-token", "simulator-access-token")
                .with("credential.two.access-token", "simulator-access-token")
                .start();

        bundle.deliverToTheEnd("crm", Lists.file(0, 10));
        bundle.deliverToTheEnd("web", Lists.file(0, 10));
        bundle.close();

        assertThat(callsOfApps()).hasSize(1);
        bundle.start();
    }

    private Map<String, Integer> callsOfApps() throws SQLException {
        Map<String, Integer> lanes = new TreeMap<>();
        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + bundle.stateFile());
                ResultSet rows = database.createStatement()
                        .executeQuery(
                                "SELECT lane, SUM(calls) FROM call_count WHERE lane LIKE 'app %' GROUP BY lane")) {
            while (rows.next()) {
                lanes.put(rows.getString(1), rows.getInt(2));
            }
        }
        return lanes;
    }
}
