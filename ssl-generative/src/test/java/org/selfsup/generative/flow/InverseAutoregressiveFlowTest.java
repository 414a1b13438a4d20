package org.selfsup.generative.flow;

class InverseAutoregressiveFlowTest extends PlaneFlowContract {

    @Override
    protected NormalizingFlow flow(int condition) {
        return new InverseAutoregressiveFlow(
                2, condition, new MaskedAutoregressiveFlow.Config(3, 16));
    }
}
