package io.audienceroutes.diagnosis;

import io.audienceroutes.destination.Destination;
import io.audienceroutes.tiktok.AccountRoles;
import io.audienceroutes.tiktok.Advertiser;
import io.audienceroutes.tiktok.AudiencePage;
import io.audienceroutes.tiktok.ReplyReader;
import io.audienceroutes.tiktok.TikTokCalls;
import io.audienceroutes.tiktok.TikTokException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Checks whether a destination can deliver: its advertisers, the user's role on them, and the audience limit. */
public final class ConnectionChecks {
    /** The most audiences of an advertising account, of all kinds (TikTok, "Create an audience by file"). */
    private static final long MOST_AUDIENCES = 400;

    private static final long FEW_LEFT = 10;

    private static final String NOT_FOUND = "advertiser-not-found";

    /** Business Centers are small; one with more pages than this is not read completely. */
    private static final int MOST_PAGES = 20;

    private final CredentialChecks credentials;
    private final TikTokQuestions tiktok;
    private final ReplyReader reader;
    private final TikTokCalls calls = new TikTokCalls();

    /** Makes only read-only calls to TikTok. */
    public ConnectionChecks(CredentialChecks credentials, TikTokQuestions tiktok, ReplyReader reader) {
        this.credentials = credentials;
        this.tiktok = tiktok;
        this.reader = reader;
    }

    /**
     * Checks one destination, its credential first; without a token, or while TikTok does not respond, the rest cannot
     * be checked.
     */
    public List<Check> of(Destination destination) {
        String subject = "destination " + destination.name();
        List<Check> checks = new ArrayList<>(credentials.of(destination.credential()));
        if (checks.get(0).verdict() != Verdict.FINE) {
            return checks;
        }
        Map<String, Advertiser> found = new LinkedHashMap<>();
        for (String advertiserId : destination.advertiserIds()) {
            checks.add(advertiser(subject, destination.credential(), advertiserId, found));
        }
        checks.add(business(subject, destination, found));
        checks.addAll(roles(subject, destination, found));
        checks.add(room(subject, destination));
        return checks;
    }

    /** One call per id: for several ids, TikTok does not say which one it refuses. */
    private Check advertiser(String subject, String credential, String advertiserId, Map<String, Advertiser> found) {
        String question = "Advertiser " + advertiserId;
        try {
            Optional<Advertiser> advertiser =
                    reader.advertisers(tiktok.ask(credential, calls.advertiserInfo(List.of(advertiserId)))).stream()
                            .filter(each -> each.advertiserId().equals(advertiserId))
                            .findFirst();
            if (advertiser.isEmpty()) {
                return Check.fault(
                                subject,
                                question,
                                "it is unknown to TikTok, or this grant does not reach it",
                                "Compare the id with the one in the dropdown menu at the top right of TikTok Ads"
                                        + " Manager, and give the credential's user access to this account.")
                        .as(NOT_FOUND);
            }
            found.put(advertiserId, advertiser.get());
            return standing(subject, question, advertiser.get());
        } catch (TikTokException e) {
            return Refusals.check(subject, question, e);
        }
    }

    private static Check standing(String subject, String question, Advertiser advertiser) {
        return switch (advertiser.standing()) {
            case IN_USE -> Check.fine(subject, question, "it exists and is active");
            case SUSPENDED ->
                Check.fault(
                                subject,
                                question,
                                "TikTok has suspended it (" + advertiser.told() + ")",
                                "Check the reason in TikTok Ads Manager. Resolve it or appeal there.")
                        .as("advertiser-suspended");
            case NOT_APPROVED ->
                Check.fault(
                                subject,
                                question,
                                "TikTok has not approved it (" + advertiser.told() + ")",
                                "In TikTok Business Center, complete the missing steps of the account's approval.")
                        .as(NOT_FOUND);
        };
    }

    private static Check business(String subject, Destination destination, Map<String, Advertiser> found) {
        String question = "Business account";
        Map<String, List<Advertiser>> byCenter = found.values().stream()
                .filter(advertiser -> !advertiser.businessCenterId().isEmpty())
                .collect(Collectors.groupingBy(Advertiser::businessCenterId));
        if (byCenter.size() > 1) {
            return Check.fault(
                            subject,
                            question,
                            "the advertisers belong to " + byCenter.size() + " Business Centers",
                            "List only advertisers of one business account in a destination; create one destination for"
                                    + " each account.")
                    .as("destination-invalid");
        }
        boolean told = byCenter.values().stream().mapToInt(List::size).sum()
                == destination.advertiserIds().size();
        return told
                ? Check.fine(subject, question, "all advertisers belong to one Business Center")
                : Check.unknown(subject, question, "TikTok does not return the Business Center of every advertiser");
    }

    private List<Check> roles(String subject, Destination destination, Map<String, Advertiser> found) {
        Map<String, String> roles = new LinkedHashMap<>();
        try {
            found.values().stream()
                    .map(Advertiser::businessCenterId)
                    .filter(id -> !id.isEmpty())
                    .distinct()
                    .forEach(center -> roles.putAll(rolesIn(destination.credential(), center)));
        } catch (TikTokException e) {
            return List.of(Check.unknown(
                    subject,
                    "Role",
                    "TikTok returns roles only to an app with the permission Business Center Asset (153); the first delivery"
                            + " will show whether the role is sufficient"));
        }
        return found.keySet().stream().map(id -> role(subject, id, roles)).toList();
    }

    /**
     * The role of the credential's user on the advertisers: a fault for each account on which the role is not
     * sufficient. Empty if TikTok does not return roles to the app.
     */
    public List<Check> roles(String credential, List<String> advertiserIds) {
        String subject = "credential " + credential;
        try {
            Map<String, String> roles = new LinkedHashMap<>();
            reader.advertisers(tiktok.ask(credential, calls.advertiserInfo(advertiserIds))).stream()
                    .map(Advertiser::businessCenterId)
                    .filter(id -> !id.isEmpty())
                    .distinct()
                    .forEach(center -> roles.putAll(rolesIn(credential, center)));
            return advertiserIds.stream()
                    .filter(roles::containsKey)
                    .map(id -> role(subject, id, roles))
                    .toList();
        } catch (TikTokException e) {
            return List.of();
        }
    }

    private Map<String, String> rolesIn(String credential, String center) {
        Map<String, String> roles = new LinkedHashMap<>();
        int pages = 1;
        for (int page = 1; page <= Math.min(pages, MOST_PAGES); page++) {
            AccountRoles read = reader.accountRoles(tiktok.ask(credential, calls.businessCenterAccounts(center, page)));
            roles.putAll(read.roles());
            pages = read.pages();
        }
        return roles;
    }

    private static Check role(String subject, String advertiserId, Map<String, String> roles) {
        String question = "Role on " + advertiserId;
        Optional<String> role = Optional.ofNullable(roles.get(advertiserId));
        Function<String, Check> judge = word -> AccountRoles.manages(word)
                ? Check.fine(subject, question, "the user of the credential is " + word + " and may manage audiences")
                : Check.fault(
                                subject,
                                question,
                                "the user of the credential is " + word + ", who may not manage audiences",
                                "In TikTok Business Center, give this user the role Operator (recommended) or Admin on"
                                        + " the account, then authorise the credential again.")
                        .as("missing-advertiser-permissions");
        return role.map(judge)
                .orElseGet(() -> Check.unknown(subject, question, "Business Center does not list this account"));
    }

    private Check room(String subject, Destination destination) {
        String question = "Room for audiences";
        try {
            AudiencePage page = reader.audiencePage(
                    tiktok.ask(destination.credential(), calls.listAudiences(destination.owner(), 1)));
            String found = page.totalNumber() + " of " + MOST_AUDIENCES + " audiences exist";
            String remedy = "In TikTok Ads Manager, Assets, Audiences, delete audiences that no ad group uses.";
            if (page.totalNumber() >= MOST_AUDIENCES) {
                return Check.warning(subject, question, found + ": none can be created", remedy);
            }
            return page.totalNumber() > MOST_AUDIENCES - FEW_LEFT
                    ? Check.warning(subject, question, found, remedy)
                    : Check.fine(subject, question, found);
        } catch (TikTokException e) {
            return Refusals.check(subject, question, e);
        }
    }
}
