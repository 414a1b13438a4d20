package org.selfsup.train;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.selfsup.train.Health.Verdict;

/**
 * Judges a run by the figures it reports of itself.
 *
 * <p>It reads the parts of the loss that have the names below, smooths them, and says what is
 * wrong, if anything. What it says changes nothing in the run.
 *
 * <table>
 * <caption>What is looked at</caption>
 * <tr><th>figure</th><th>WARN</th><th>COLLAPSED</th></tr>
 * <tr><td>{@link EmbeddingQuality#STD}, 0 to 1</td><td>below 0.3</td><td>below 0.1</td></tr>
 * <tr><td>{@link EmbeddingQuality#RANK}, from 1</td><td>below 4</td><td>below 1.5</td></tr>
 * <tr><td>{@link EmbeddingQuality#PROTOTYPES}, from 0</td><td>below 0.3</td><td>below 0.1</td></tr>
 * <tr><td>{@value #CODEBOOK}, share of the codes in use, {@code perplexity / codes}</td>
 * <td>below 0.1</td><td>below 0.02</td></tr>
 * <tr><td>{@value #DISCRIMINATOR}, share of samples it tells right</td><td>above 0.98</td>
 * <td></td></tr>
 * <tr><td>{@value #DIVERSITY}, spread of generated samples relative to real ones</td>
 * <td>below 0.5</td><td>below 0.1</td></tr>
 * </table>
 */
public final class HealthMonitor {

    /** Name under which a method reports the share of its codebook in use. */
    public static final String CODEBOOK = "codebook_usage";

    /** Name under which a method reports how often its discriminator is right. */
    public static final String DISCRIMINATOR = "discriminator_accuracy";

    /** Name under which a method reports the spread of its samples relative to real ones. */
    public static final String DIVERSITY = "sample_diversity";

    /** Observations of embeddings, one every ten steps, before anything is said of them. */
    private static final int SOON = 5;

    /** Observations in every step; a game is out of balance at first. */
    private static final int LATE = 200;

    private static final List<Rule> RULES =
            List.of(
                    new Rule(
                            EmbeddingQuality.STD,
                            SOON,
                            0.3,
                            0.1,
                            "all embeddings are nearly the same",
                            "check that gradients stop at the target, that there is a predictor"
                                    + " or a momentum encoder, or use negatives"),
                    new Rule(
                            EmbeddingQuality.RANK,
                            SOON,
                            4,
                            1.5,
                            "the embeddings use almost no dimensions",
                            "lower the learning rate, enlarge the batch, or decorrelate the"
                                    + " features"),
                    new Rule(
                            EmbeddingQuality.PROTOTYPES,
                            SOON,
                            0.3,
                            0.1,
                            "nearly all samples choose the same prototypes",
                            "move the centre faster, soften the targets, or weigh the entropy of"
                                    + " the mean more"),
                    new Rule(
                            CODEBOOK,
                            LATE,
                            0.1,
                            0.02,
                            "most codes are never used",
                            "revive dead codes, start the codebook from data, or make it smaller"),
                    new Rule(
                            DIVERSITY,
                            LATE,
                            0.5,
                            0.1,
                            "the generated samples are nearly the same",
                            "strengthen the discriminator's penalty or lower the generator's"
                                    + " learning rate"),
                    new Rule(
                            DISCRIMINATOR,
                            LATE,
                            -0.98,
                            Double.NEGATIVE_INFINITY,
                            "the discriminator is nearly always right and has nothing left to"
                                    + " teach",
                            "penalise its gradient or lower its learning rate"));

    private final Map<String, Double> means = new HashMap<>();
    private final Map<String, Integer> seen = new HashMap<>();
    private Health health = Health.OK;

    /** A monitor that has seen nothing. */
    public HealthMonitor() {}

    /**
     * A figure that must not get too small; one with negative limits must not get too large. It is
     * judged by its mean over about as many observations as it is given time.
     */
    private record Rule(
            String figure,
            int patience,
            double warn,
            double collapsed,
            String cause,
            String advice) {

        Health judge(double value) {
            double signed = warn < 0 ? -value : value;
            if (!(signed < warn)) {
                return Health.OK;
            }
            String seen = String.format(Locale.ROOT, "%s (%s %.3g)", cause, figure, value);
            return new Health(signed < collapsed ? Verdict.COLLAPSED : Verdict.WARN, seen, advice);
        }
    }

    /**
     * Takes in the figures of a step.
     *
     * @param parts of the loss, by name; those it does not know are passed over, and those that are
     *     NaN, not measured in this step
     * @return how things stand
     */
    public Health observe(Map<String, Float> parts) {
        boolean news = false;
        for (Rule rule : RULES) {
            Float value = parts.get(rule.figure());
            if (value != null && !value.isNaN()) {
                means.merge(
                        rule.figure(),
                        (double) value,
                        (old, now) -> old + (now - old) / rule.patience());
                seen.merge(rule.figure(), 1, Integer::sum);
                news = true;
            }
        }
        if (news) {
            List<Health> judged = new ArrayList<>();
            for (Rule rule : RULES) {
                if (seen.getOrDefault(rule.figure(), 0) >= rule.patience()) {
                    judged.add(rule.judge(means.getOrDefault(rule.figure(), Double.NaN)));
                }
            }
            health = judged.stream().max(Comparator.comparing(Health::verdict)).orElse(Health.OK);
        }
        return health;
    }
}
