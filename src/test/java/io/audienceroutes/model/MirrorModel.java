package io.audienceroutes.model;

import io.audienceroutes.destination.SyncMode;
import io.audienceroutes.segment.EmailRule;
import io.audienceroutes.workflow.Receipt;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What an audience must hold, in plain sets: it knows lists, people who opted out and people of others, and nothing of
 * batches, books or snapshots. While a delivery is not at its end it says who may have joined or left; when it was
 * confirmed, it says who is there.
 */
final class MirrorModel {
    private final boolean withPhones;
    private final Set<Integer> optedOut = new HashSet<>();
    private final Set<String> strangers = new TreeSet<>();
    private final Set<String> anybodys = new TreeSet<>();
    private final Map<Integer, Set<String>> least = new HashMap<>();
    private final Map<Integer, Set<String>> most = new HashMap<>();
    private final List<Given> lists = new ArrayList<>();
    private boolean inDoubt = !Boolean.parseBoolean(System.getProperty("model.receipts", "true"));

    MirrorModel(boolean withPhones) {
        this.withPhones = withPhones;
    }

    /** A list that was handed over. */
    static final class Given {
        private final String workflow;
        private final int destination;
        private final Set<Integer> people;
        private final boolean plan;
        private final Set<String> joined = new TreeSet<>();
        private final Set<String> left = new TreeSet<>();
        private boolean confirmed;
        private boolean edited;

        Given(String workflow, int destination, Set<Integer> people, boolean plan) {
            this.workflow = workflow;
            this.destination = destination;
            this.people = people;
            this.plan = plan;
        }

        String workflow() {
            return workflow;
        }

        int destination() {
            return destination;
        }

        Set<Integer> people() {
            return people;
        }

        boolean plan() {
            return plan;
        }

        /** Its settings are others than it began with: its receipt does not count what was before. */
        void edited() {
            edited = true;
        }

        @Override
        public String toString() {
            return workflow + " (" + people + ")";
        }
    }

    /** The list came; a workflow that is taken up again for a newer file counts as that. */
    void came(Given given) {
        lists.removeIf(known -> known.workflow.equals(given.workflow));
        lists.add(given);
    }

    List<Given> lists() {
        return lists;
    }

    void optsOut(int person) {
        optedOut.add(person);
    }

    Set<Integer> optedOut() {
        return optedOut;
    }

    void joinsByOthers(String member) {
        strangers.add(member);
        inDoubt = true;
    }

    /** From now on nobody can know which batches took effect: the counts of receipts are not compared any more. */
    void doubt() {
        inDoubt = true;
    }

    /** The audience is gone, and everybody with it. */
    void gone() {
        strangers.clear();
        anybodys.clear();
        least.clear();
        inDoubt = true;
    }

    /** The ledger know this list no more, nor who joined by it; who left by it is missing until all are sent again. */
    void lost(Given given, SortedSet<String> before, SortedSet<String> after) {
        lists.remove(given);
        anybodys.addAll(minus(after, before));
        least.clear();
        inDoubt = true;
    }

    /** What this list is meant to put into the audience. */
    SortedSet<String> wanted(Given given, EmailRule rule) {
        Set<Integer> people = new HashSet<>(given.people);
        people.removeAll(optedOut);
        return People.members(people, rule, withPhones);
    }

    /** A stage of this delivery ran. */
    void delivered(Given given, SyncMode mode, EmailRule rule, SortedSet<String> before, SortedSet<String> after) {
        Set<String> joined = minus(after, before);
        Set<String> left = minus(before, after);
        SortedSet<String> wanted = wanted(given, rule);
        SortedSet<String> out = People.anyOf(optedOut);
        requireNone(given, "joined although they are not listed or opted out", minus(joined, wanted));
        if (mode == SyncMode.REMOVE) {
            requireNone(given, "joined by a list that removes", joined);
            requireNone(given, "left although they are not listed", minus(left, wanted));
        } else {
            requireNone(given, "left although they are listed", both(left, wanted));
            requireNone(given, "left although others put them there", both(left, strangers));
        }
        if (mode == SyncMode.ADD) {
            requireNone(given, "left although the list only adds", minus(left, out));
        }
        least.forEach((destination, list) -> {
            if (destination != given.destination) {
                requireNone(given, "left although another list has them", both(minus(left, out), list));
            }
        });
        if (mode == SyncMode.MIRROR && lists.stream().anyMatch(each -> newer(each, given) && each.confirmed)) {
            requireNone(given, "changed by a list although a newer one was confirmed", union(joined, left));
        }
        given.joined.addAll(joined);
        given.left.addAll(left);
        anybodys.addAll(both(strangers, wanted));
        strangers.removeAll(wanted);
        least.merge(given.destination, wanted, MirrorModel::both);
        most.merge(given.destination, wanted, MirrorModel::union);
    }

    /** The delivery was confirmed. */
    void confirmed(Given given, SyncMode mode, EmailRule rule, Receipt receipt, SortedSet<String> members) {
        SortedSet<String> wanted = wanted(given, rule);
        given.confirmed = true;
        requireReceipt(given, receipt);
        long failed = receipt.outcomes().failed();
        long stay = receipt.unlisted().stay();
        anybodys.addAll(both(strangers, wanted));
        strangers.removeAll(wanted);
        if (mode == SyncMode.REMOVE) {
            requireAtMost(given, "is there although it was removed", both(members, wanted), anybodys, failed);
        } else {
            requireAtMost(given, "is not there although listed", minus(wanted, members), Set.of(), failed);
            requireAtMost(
                    given,
                    "is there although opted out",
                    both(members, People.anyOf(optedOut)),
                    strangersAndAll(),
                    stay);
        }
        if (mode == SyncMode.MIRROR) {
            Set<String> allowed = union(union(wanted, strangers), anybodys);
            most.forEach((destination, list) -> {
                if (destination != given.destination) {
                    allowed.addAll(list);
                }
            });
            requireAtMost(given, "is there although not listed", minus(members, allowed), Set.of(), stay);
            requireNone(given, "are not there although others put them there", minus(strangers, members));
        }
        if (failed == 0 && stay == 0 && mode == SyncMode.MIRROR) {
            least.put(given.destination, wanted);
            most.put(given.destination, wanted);
        }
    }

    private Set<String> strangersAndAll() {
        Set<String> all = union(strangers, anybodys);
        if (most.size() > 1) {
            most.values().forEach(all::addAll);
        }
        return all;
    }

    /** The delivery ended without being confirmed. */
    void ended(Given given, Receipt receipt) {
        requireReceipt(given, receipt);
    }

    /** TikTok refuses a few ids, and nothing else: whoever has a good one is to be there. */
    void failedByBadIds(Given given, EmailRule rule, SortedSet<String> bad, SortedSet<String> members) {
        requireNone(
                given,
                "are not there, because of " + bad.size() + " others",
                minus(minus(wanted(given, rule), bad), members));
    }

    /** The list was skipped as a duplicate, while this one was the newest that is still open, or none. */
    void skippedAsDuplicate(
            Given given, java.util.Optional<Given> open, SyncMode mode, EmailRule rule, SortedSet<String> members) {
        if (open.isPresent()) {
            if (!open.get().people.equals(given.people)) {
                throw new Broken(given + " was skipped as a duplicate, and " + open.get() + " is open");
            }
            return;
        }
        SortedSet<String> wanted = wanted(given, rule);
        String skipped = "was skipped as a duplicate, and ";
        if (mode == SyncMode.REMOVE) {
            requireNone(given, skipped + "are there", minus(minus(both(members, wanted), anybodys), strangers));
        } else {
            requireNone(given, skipped + "are missing", minus(wanted, members));
            requireNone(
                    given,
                    skipped + "are there although they opted out",
                    minus(both(members, People.anyOf(optedOut)), strangersAndAll()));
        }
        if (mode == SyncMode.MIRROR) {
            Set<String> allowed = union(union(wanted, strangers), anybodys);
            most.forEach((destination, list) -> {
                if (destination != given.destination) {
                    allowed.addAll(list);
                }
            });
            requireNone(given, skipped + "are there although not listed", minus(members, allowed));
        }
    }

    /** The list was left out for a newer one, which may still be on its way where a person said so. */
    void superseded(Given given, java.util.function.Predicate<Given> onItsWay) {
        boolean taken = lists.stream().anyMatch(each -> newer(each, given) && (each.confirmed || onItsWay.test(each)));
        if (!taken) {
            throw new Broken(given + " was left out for a newer list, and there is none");
        }
    }

    private boolean newer(Given one, Given other) {
        return one != other
                && !one.plan
                && one.destination == other.destination
                && lists.indexOf(one) > lists.indexOf(other);
    }

    private void requireReceipt(Given given, Receipt receipt) {
        if (!receipt.balances()) {
            throw new Broken(given + ": its receipt does not add up: " + receipt);
        }
        if (inDoubt || given.edited || given.plan) {
            return;
        }
        long removed = receipt.outcomes().removed() + receipt.unlisted().removed();
        if (receipt.outcomes().added() != given.joined.size() || removed != given.left.size()) {
            throw new Broken(
                    given + ": its receipt says that " + receipt.outcomes().added() + " joined and " + removed
                            + " left, and " + given.joined + " joined and " + given.left + " left");
        }
    }

    private static void requireNone(Given given, String what, Set<String> members) {
        if (!members.isEmpty()) {
            throw new Broken(given + ": " + members + " " + what);
        }
    }

    private static void requireAtMost(Given given, String what, Set<String> members, Set<String> except, long most) {
        Set<String> found = minus(members, except);
        if (found.size() > most) {
            throw new Broken(given + ": " + found + " " + what + "; the receipt tells of " + most);
        }
    }

    private static Set<String> minus(Collection<String> one, Collection<String> other) {
        Set<String> rest = new TreeSet<>(one);
        rest.removeAll(other);
        return rest;
    }

    private static Set<String> both(Collection<String> one, Collection<String> other) {
        Set<String> both = new TreeSet<>(one);
        both.retainAll(other);
        return both;
    }

    private static Set<String> union(Collection<String> one, Collection<String> other) {
        Set<String> union = new TreeSet<>(one);
        union.addAll(other);
        return union;
    }

    /** The product did something else than the model. */
    static final class Broken extends AssertionError {
        private static final long serialVersionUID = 1L;

        Broken(String message) {
            super(message);
        }
    }
}
