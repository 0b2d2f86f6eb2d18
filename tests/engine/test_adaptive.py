"""Features carried onto a style's, and the decoder that paints them: known answers and laws, at random weights."""

from pathlib import Path

import pytest
import torch
from torch import Tensor

from engine.errors import BadWeights
from engine.nn.adaptive import CARRIED, AdaptiveDecoder, Carry, Manner, Shape, noise_for, read_decoder, save_decoder
from engine.nn.encoders import STYLE_LAYERS, Architecture, Encoder
from engine.nn.losses import Texture

TOY = Architecture((4, 4, 6, 6, 6), (1, 1, 1, 1, 1))
SMALL = Shape((4, 6, 6, 8), (1, 1, 1, 1), 16, TOY.widths)
WHOLLY = torch.ones(1)


def cloud(seed: int, channels: int = 3) -> Tensor:
    """Features (1, C, 40, 40), correlated and off the center."""
    generator = torch.Generator().manual_seed(seed)
    mixed = torch.randn(channels, channels, generator=generator) @ torch.randn(channels, 1600, generator=generator)
    return (mixed + 3 * torch.randn(channels, 1, generator=generator)).view(1, channels, 40, 40)


def carried(features: Tensor, carry: Carry) -> Tensor:
    return (carry.matrix @ features.flatten(start_dim=2) + carry.shift[:, :, None]).view_as(features)


def picture(seed: int, side_px: int = 64) -> Tensor:
    return torch.rand(1, 3, side_px, side_px, generator=torch.Generator().manual_seed(seed))


def manner(encoder: Encoder, photo: Tensor, style: Tensor, strength: float = 0.5) -> Manner:
    mine, theirs = ({name: Texture.of(map_) for name, map_ in encoder(each).items()} for each in (photo, style))
    return Manner.of(mine, theirs, torch.tensor([strength]))


def silence(photo: Tensor, loudness: float = 0.0, seed: int = 0) -> list[Tensor]:
    height, width = photo.shape[-2:]
    noise = noise_for(len(photo), (height, width), torch.Generator().manual_seed(seed))
    return [loudness * map_ for map_ in noise]


def test_a_carried_cloud_has_the_mean_and_the_covariance_of_the_style() -> None:
    photo, style = cloud(0), cloud(1)
    moved = Texture.of(carried(photo, Carry.between(Texture.of(photo), Texture.of(style), WHOLLY)))
    wanted = Texture.of(style)
    assert torch.allclose(moved.mean, wanted.mean, atol=1e-3)
    away = (moved.covariance - wanted.covariance).norm() / wanted.covariance.norm()
    assert away < 0.05  # both are softened by 2 % of a variance


def test_features_of_one_cloud_stay_where_they_are() -> None:
    photo = cloud(0)
    carry = Carry.between(Texture.of(photo), Texture.of(photo), WHOLLY)
    assert torch.allclose(carried(photo, carry), photo, atol=1e-3)


def test_what_is_not_pulled_does_not_move() -> None:
    carry = Carry.between(Texture.of(cloud(0)), Texture.of(cloud(1)), torch.zeros(1))
    assert torch.equal(carry.matrix[0], torch.eye(3))
    assert torch.allclose(carry.shift, torch.zeros(3), atol=1e-6)


def test_one_feature_is_scaled_by_the_ratio_of_deviations() -> None:
    """Known answer: in one dimension it is adaptive instance normalization."""
    photo, style = cloud(0, 1), cloud(1, 1)
    carry = Carry.between(Texture.of(photo), Texture.of(style), WHOLLY)
    assert float(carry.matrix) == pytest.approx(float(style.std() / photo.std()), rel=0.02)


def test_features_go_straight_to_their_places() -> None:
    """The map of an optimal transport is symmetric and positive: nothing is turned or mirrored."""
    matrix = Carry.between(Texture.of(cloud(0, 8)), Texture.of(cloud(1, 8)), WHOLLY).matrix[0]
    assert torch.equal(matrix, matrix.mT)
    assert float(torch.linalg.eigvalsh(matrix).min()) > 0


def test_maps_of_a_flat_picture_are_finite() -> None:
    flat = Texture.of(torch.zeros(1, 3, 8, 8))
    for photo, style in ((flat, Texture.of(cloud(1))), (Texture.of(cloud(1)), flat), (flat, flat)):
        carry = Carry.between(photo, style, WHOLLY)
        assert carry.matrix.isfinite().all() and carry.shift.isfinite().all()


def test_a_picture_comes_out_as_large_as_it_went_in_and_in_range() -> None:
    encoder, decoder = Encoder.random(0, TOY), AdaptiveDecoder(SMALL)
    photo = torch.rand(1, 3, 48, 72)
    painted = decoder(encoder(photo, CARRIED), manner(encoder, photo, picture(1)), silence(photo, 1.0)).detach()
    assert painted.shape == photo.shape
    assert float(painted.min()) >= -0.1
    assert float(painted.max()) <= 1.1


def test_pictures_of_a_batch_do_not_see_each_other() -> None:
    encoder, decoder = Encoder.random(0, TOY), AdaptiveDecoder(SMALL)
    photos = torch.cat([picture(0), picture(1)])
    styles = torch.cat([picture(2), picture(3) ** 3])
    mine, theirs = ({name: Texture.of(map_) for name, map_ in encoder(each).items()} for each in (photos, styles))
    both = decoder(encoder(photos, CARRIED), Manner.of(mine, theirs, torch.tensor([0.5, 0.9])), silence(photos))
    alone = decoder(encoder(photos[1:], CARRIED), manner(encoder, photos[1:], styles[1:], 0.9), silence(photos[1:]))
    assert torch.allclose(both[1:], alone, atol=1e-4)


def test_the_decoder_is_told_of_style_and_strength() -> None:
    encoder = Encoder.random(0, TOY)
    mild, strong = (manner(encoder, picture(0), picture(1) ** 3, strength) for strength in (0.5, 1.0))
    other = manner(encoder, picture(0), picture(1), 0.5)
    moments = 2 * sum(TOY.widths)
    assert torch.equal(mild.told[:, : 2 * moments], strong.told[:, : 2 * moments])
    assert (mild.told - strong.told)[:, 2 * moments :].abs().max() > 0.9
    assert not torch.allclose(mild.told, other.told)


def test_where_nothing_shall_change_the_decoder_is_told_so() -> None:
    encoder, moments = Encoder.random(0, TOY), 2 * sum(TOY.widths)
    own, not_pulled = manner(encoder, picture(0), picture(0)), manner(encoder, picture(0), picture(1), 0.0)
    for told in (own.told, not_pulled.told):
        assert float(told[:, moments : 2 * moments].abs().max()) < 1e-5


def test_noise_changes_a_flat_picture_place_by_place() -> None:
    encoder, decoder = Encoder.random(0, TOY), AdaptiveDecoder(SMALL)
    flat = torch.full((1, 3, 64, 64), 0.5)
    how = manner(encoder, flat, picture(1))
    quiet, loud = (
        decoder(encoder(flat, CARRIED), how, silence(flat, loudness)).detach()[..., 16:-16, 16:-16]
        for loudness in (0, 1)
    )
    assert float(loud.std(dim=(2, 3)).max()) > 1.2 * float(quiet.std(dim=(2, 3)).max())


def test_a_file_gives_back_the_decoder(tmp_path: Path) -> None:
    decoder = AdaptiveDecoder(SMALL)
    save_decoder(decoder, tmp_path / "decoder.safetensors", {"made_by": "a test"})
    found = read_decoder(tmp_path / "decoder.safetensors")
    assert found.shape == SMALL
    for name, tensor in found.state_dict().items():
        assert torch.equal(tensor, decoder.state_dict()[name].half().float())


def test_another_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "decoder.safetensors").write_bytes(b"no weights")
    with pytest.raises(BadWeights):
        read_decoder(tmp_path / "decoder.safetensors")


def test_layers_are_named_as_the_encoder_names_them() -> None:
    assert set(CARRIED) <= set(STYLE_LAYERS)
