"""The classic objective against neural-style's published formula, restated here in its own range and layout."""

from collections.abc import Mapping

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from engine.nn.classic import Classic, pulled_by
from engine.nn.encoders import Architecture, Encoder
from engine.nn.losses import Texture
from engine.nn.objective import Objective, Target, textures_of

MEAN = torch.tensor([103.939, 116.779, 123.68])[:, None, None]  # theirs, of B, G and R
LAYERS = ("relu1_1", "relu2_1", "relu3_1", "relu4_1", "relu5_1")
NETWORK = Architecture((4, 6, 8, 8, 8), (1, 1, 1, 1, 1))
THEIRS = Classic(deviation=1.0)  # features are the network's own


def noise(seed: int, height: int = 64, width: int = 48) -> Tensor:
    return torch.rand((1, 3, height, width), generator=torch.Generator().manual_seed(seed))


def published_loss(network: Encoder, image: Tensor, photo: Tensor, style: Tensor) -> Tensor:
    """neural_style.py with its defaults, of pictures in BGR, 0 ... 255 less the mean."""

    def gram(features: Tensor) -> Tensor:
        flat = features[0].flatten(start_dim=1)
        return flat @ flat.T / features.numel()

    def features(picture: Tensor) -> Mapping[str, Tensor]:
        found: Mapping[str, Tensor] = network(picture, LAYERS)
        return found

    here, content, wanted = features(image), features(photo), features(style)
    loss = 5 * F.mse_loss(here["relu4_1"], content["relu4_1"])
    for name in LAYERS:
        loss = loss + 100 * F.mse_loss(gram(here[name]), gram(wanted[name]))
    rows, columns = image[..., 1:, :] - image[..., :-1, :], image[..., :, 1:] - image[..., :, :-1]
    return loss + 1e-3 * (rows.abs().sum() + columns.abs().sum())


def caffe(picture: Tensor) -> Tensor:
    """RGB in [0, 1] as their network takes it."""
    return picture.flip(1) * 255 - MEAN


def networks() -> tuple[Encoder, Encoder]:
    """One that takes their pictures, and the same with their range, order and mean folded into its weights."""
    theirs, ours = (Encoder.random(3, NETWORK).double() for _ in range(2))
    first, folded = theirs.convolutions["relu1_1"], ours.convolutions["relu1_1"]
    assert isinstance(first, nn.Conv2d)
    assert isinstance(folded, nn.Conv2d)
    assert folded.bias is not None
    first.weight /= 50  # features of a hundred and not of thousands, as VGG-19 has them
    folded.weight.copy_(first.weight.flip(1) * 255)
    folded.bias -= torch.einsum("oihw,i->o", first.weight, MEAN[:, 0, 0].double())
    return theirs, ours


def test_the_loss_is_neural_styles_number() -> None:
    """All three parts together, 1e-6 apart: textures are summed in fp32 and theirs here in fp64."""
    theirs, ours = networks()
    image, photo, style = noise(1).double(), noise(2).double(), noise(3).double()
    target = Target(textures_of(ours, THEIRS, [(style, None, 1.0)]))
    loss = Objective.of(ours, THEIRS, photo, [target], "relu4_1")(image)
    published = published_loss(theirs, caffe(image), caffe(photo), caffe(style))
    assert float(loss) == pytest.approx(float(published), rel=1e-6)


def test_total_variation_is_their_sum_of_steps() -> None:
    image = noise(1)
    rows = (caffe(image)[..., 1:, :] - caffe(image)[..., :-1, :]).abs().sum()
    columns = (caffe(image)[..., :, 1:] - caffe(image)[..., :, :-1]).abs().sum()
    torch.testing.assert_close(THEIRS.pixels(image), 1e-3 * (rows + columns))
    assert THEIRS.pixels(torch.full((1, 3, 8, 8), 0.3)) == 0


def test_a_layers_loss_is_four_over_the_square_of_channels_of_the_papers() -> None:
    """Gatys et al. 2016: sum of squared differences of plain Gram matrices, over 4 C^2 (H*W)^2."""
    here, there = noise(1)[0][None], noise(2)[0][None]
    channels, positions = 3, 64 * 48
    flat, wanted = here[0].flatten(start_dim=1), there[0].flatten(start_dim=1)
    paper = (flat @ flat.T - wanted @ wanted.T).square().sum() / (4 * channels**2 * positions**2)
    formula = Classic(layers=(1.0,), deviation=1.0)
    torch.testing.assert_close(formula.style(Texture.of(here), Texture.of(there))[0], paper * 4 / channels**2)


def test_features_of_deviation_one_are_weighed_as_if_they_were_theirs() -> None:
    here, there = noise(1), noise(2)
    large = THEIRS.style(Texture.of(100 * here), Texture.of(100 * there))
    torch.testing.assert_close(Classic().style(Texture.of(here), Texture.of(there)), large, rtol=1e-4, atol=0)
    error, variance = torch.tensor(0.5), torch.tensor(2.0)
    assert Classic().content(error, variance) == THEIRS.content(100**2 * error, variance)


@pytest.mark.parametrize("scale", [1e-3, 1.0, 1e3])
@pytest.mark.parametrize("weight", [5.0, 100.0])
def test_each_loss_pulls_with_its_weight_whatever_its_size(weight: float, scale: float) -> None:
    """For each picture of a batch: the second one's loss is ten times the first one's."""
    features = torch.cat([noise(1), noise(2)]).requires_grad_()
    loss = (torch.tensor([1.0, 10.0])[:, None, None, None] * scale * pulled_by(features, weight).square()).sum()
    (gradient,) = torch.autograd.grad(loss, features)
    torch.testing.assert_close(gradient.abs().sum(dim=(1, 2, 3)), torch.full((2,), weight), rtol=1e-3, atol=0)


def test_normalizing_changes_lengths_and_no_directions() -> None:
    features = noise(1).requires_grad_()
    (plain,) = torch.autograd.grad(features.pow(3).sum(), features)
    (pulled,) = torch.autograd.grad(pulled_by(features, 5.0).pow(3).sum(), features)
    torch.testing.assert_close(pulled, plain / plain.abs().sum() * 5)


def test_a_loss_that_is_nil_pulls_nowhere() -> None:
    features = noise(1).requires_grad_()
    (gradient,) = torch.autograd.grad((pulled_by(features, 5.0) * 0).sum(), features)
    assert torch.equal(gradient, torch.zeros_like(gradient))


def test_half_precision_does_not_overflow_in_the_norm() -> None:
    features = torch.ones(1, 8, 512, 512, dtype=torch.bfloat16).requires_grad_()
    (gradient,) = torch.autograd.grad((300 * pulled_by(features, 100.0)).sum(), features)
    assert gradient.dtype == torch.bfloat16
    assert float(gradient.float().sum()) == pytest.approx(100, rel=0.01)


def test_the_objective_asks_each_loss_to_pull_with_its_weight() -> None:
    """One style layer of weight 100 and the content, of weight 5, in different layers."""
    _, ours = networks()
    formula = Classic(layers=(100.0,), smoothness=0.0, normalized=True, deviation=1.0)
    target = Target(textures_of(ours, formula, [(noise(3).double(), None, 1.0)]))
    objective = Objective.of(ours, formula, noise(2).double(), [target], "relu4_1")
    features = {name: map_.detach().requires_grad_() for name, map_ in ours(noise(1).double(), LAYERS).items()}
    loss = objective.loss(noise(1).double(), features)
    of_style, of_content = torch.autograd.grad(loss, [features["relu1_1"], features["relu4_1"]])
    assert float(of_style.abs().sum()) == pytest.approx(100, rel=1e-3)
    assert float(of_content.abs().sum()) == pytest.approx(5, rel=1e-3)
