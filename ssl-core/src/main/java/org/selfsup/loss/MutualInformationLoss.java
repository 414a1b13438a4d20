package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * The negative of a lower bound of the mutual information, from a critic's scores of pairs.
 *
 * <p>Minimising {@code negative - positive} trains critic and encoders alike. Pairs of one sample
 * stand for the joint distribution, pairs of two samples for the product of the marginals; each
 * term is a mean over its pairs.
 *
 * <p>Hjelm et al. 2019, <a href="https://arxiv.org/abs/1808.06670">Learning deep representations by
 * mutual information estimation and maximization</a> (Deep InfoMax).
 */
public sealed interface MutualInformationLoss {

    /**
     * The loss and its parts, scalars.
     *
     * @param loss negative - positive; minus the bound
     * @param positive the term of the joint distribution
     * @param negative the term of the product of the marginals
     */
    record Terms(NDArray loss, NDArray positive, NDArray negative) {}

    /**
     * The loss of scores already told apart.
     *
     * @param joint scores of pairs from the joint distribution, any shape
     * @param product scores of pairs from the product of the marginals, any shape
     * @return the loss and its parts
     * @throws IllegalArgumentException if one of them is empty
     */
    Terms terms(NDArray joint, NDArray product);

    /**
     * The loss of all pairs of a batch.
     *
     * @param scores {@code (n, n)}, n at least 2; the diagonal holds the pairs of one sample
     * @return a scalar
     * @throws IllegalArgumentException if there are no pairs of two samples
     */
    default NDArray evaluate(NDArray scores) {
        NDList split = PairScores.split("A bound of mutual information", scores);
        return terms(split.get(0), split.get(1)).loss();
    }

    /**
     * The loss of dot products between every location and every global feature of a batch, Deep
     * InfoMax's local objective.
     *
     * @param local {@code (n, units, locations)}, n at least 2
     * @param global {@code (n, units, globals)}
     * @return a scalar
     * @throws IllegalArgumentException if the shapes do not fit
     */
    default NDArray evaluate(NDArray local, NDArray global) {
        return evaluate(PairScores.local("A bound of mutual information", local, global));
    }

    /**
     * The Jensen-Shannon estimate (eq. 4), shifted so that both terms are 0 at scores of 0.
     *
     * <pre>{@code
     * positive = mean ( log 2 - softplus(-T) ),   negative = mean ( softplus(T) - log 2 )
     * }</pre>
     */
    record JensenShannon() implements MutualInformationLoss {
        @Override
        public Terms terms(NDArray joint, NDArray product) {
            return Bounds.terms("jensen_shannon", joint, product);
        }
    }

    /**
     * The f-divergence bound of Nguyen, Wainwright and Jordan.
     *
     * <pre>{@code positive = mean T,   negative = mean exp(T - 1) }</pre>
     *
     * <p>Infinite in float32 where a score exceeds 89.
     *
     * <p>Nguyen et al. 2010, <a href="https://arxiv.org/abs/0809.0853">Estimating divergence
     * functionals</a>.
     */
    record NguyenWainwrightJordan() implements MutualInformationLoss {
        @Override
        public Terms terms(NDArray joint, NDArray product) {
            return Bounds.terms("nguyen_wainwright_jordan", joint, product);
        }
    }

    /**
     * The bound of Donsker and Varadhan (eq. 2 of Deep InfoMax), computed without overflow.
     *
     * <pre>{@code positive = mean T,   negative = log mean exp(T) }</pre>
     *
     * <p>Belghazi et al. 2018, <a href="https://arxiv.org/abs/1801.04062">MINE</a>.
     */
    record DonskerVaradhan() implements MutualInformationLoss {
        @Override
        public Terms terms(NDArray joint, NDArray product) {
            return Bounds.terms("donsker_varadhan", joint, product);
        }
    }
}
