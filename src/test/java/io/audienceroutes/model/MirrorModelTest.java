package io.audienceroutes.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.model.Sequence.Setting;
import io.audienceroutes.model.Step.Kind;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random sequences of whatever people, TikTok and machines do, against the real stages: an audience is its list. Each
 * sequence has a seed of its own, which is printed with the sequence that breaks the model, in its shortest form.
 *
 * <p>{@code model.seconds} is how long it looks, {@code model.seed} where it begins (in a build always
 * the same, so that what turns it red is the change in it; a search takes another), {@code model.found} how many broken
 * sequences it collects before it ends.
 */
@Tag("flow")
final class MirrorModelTest {
    private static final Duration TIME = Duration.ofSeconds(Long.getLong("model.seconds", 40));
    private static final int MOST_FOUND = Integer.getInteger("model.found", 1);

    @Test
    void everyAudienceIsItsList() {
        long first = Long.getLong("model.seed", 634_117_119);
        long until = System.nanoTime() + TIME.toNanos();
        int tried = 0;
        int found = 0;
        int known = 0;
        String broken = "";
        try (Search search = new Search(named("model.without", Kind.class), settings())) {
            for (long seed = first; System.nanoTime() < until && found < MOST_FOUND; seed++) {
                tried++;
                Optional<Search.Found> met = search.play(seed);
                if (met.filter(Search.Found::known).isPresent()) {
                    known++;
                } else if (met.isPresent()) {
                    found++;
                    Search.Found shortest = search.shrink(met.get());
                    String text = "Seed " + seed + ", sequence " + tried + ", "
                            + met.get().steps().size() + " steps made "
                            + shortest.steps().size() + ":\n  " + shortest;
                    System.out.println(text);
                    broken = broken + "\n" + text;
                }
            }
        }
        System.out.println(
                "Model: " + tried + " sequences from seed " + first + ", " + found + " broken, " + known + " known");
        assertThat(broken).isEmpty();
    }

    private static Set<Setting> settings() {
        Set<Setting> named = named("model.settings", Setting.class);
        return named.isEmpty() ? EnumSet.allOf(Setting.class) : named;
    }

    /** The constants that a system property names, with commas between. */
    private static <E extends Enum<E>> Set<E> named(String property, Class<E> type) {
        return Arrays.stream(System.getProperty(property, "").split(","))
                .filter(name -> !name.isBlank())
                .map(name -> Enum.valueOf(type, name))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(type)));
    }
}
