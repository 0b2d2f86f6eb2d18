"""A photo painted by parts is the photo painted whole; a frame is mirrored and cut off again."""

import pytest
import torch
from torch import Tensor

from engine.nn.adaptive import AdaptiveDecoder, Shape, Textures
from engine.nn.encoders import Architecture, Encoder
from engine.nn.losses import Texture
from engine.nn.restyling import Networks, Restyling, Wish, framed

TOY = Architecture((4, 4, 6, 6, 6), (1, 1, 1, 1, 1))
SMALL = Shape((4, 6, 6, 8), (1, 1, 2, 2), 16, TOY.widths)


@pytest.fixture(scope="module")
def networks() -> Networks:
    """A decoder that has learned nothing, whose blocks do something all the same."""
    decoder = AdaptiveDecoder(SMALL).requires_grad_(False)
    generator = torch.Generator().manual_seed(1)
    for weight in decoder.parameters():
        weight.copy_(torch.randn(weight.shape, generator=generator) * (0.5 / max(1, weight[0].numel()) ** 0.5))
    return Networks(Encoder.random(0, TOY), decoder)


def picture(height: int, width: int, seed: int = 0) -> Tensor:
    """Spots of several sizes."""
    generator = torch.Generator().manual_seed(seed)
    coarse = torch.rand(1, 3, 9, 11, generator=generator)
    spots = torch.nn.functional.interpolate(coarse, (height, width), mode="bicubic", align_corners=False)
    return (spots + torch.randn(1, 3, height, width, generator=generator) / 10).clamp(0, 1)


def style(networks: Networks) -> Textures:
    return {name: Texture.of(map_) for name, map_ in networks.encoder(picture(64, 64, 3) ** 2).items()}


def painted(networks: Networks, photo: Tensor, window_px: int = 0, seed: int = 0) -> Tensor:
    canvas = torch.full_like(photo, torch.nan)
    for window, part in Restyling.of(networks, photo, Wish(style(networks), 0.5, seed), window_px).painted():
        window.of(canvas, canvas.shape).copy_(part)
    return canvas


@pytest.mark.parametrize("size", [(331, 287), (512, 304), (17, 600)])
def test_by_parts_is_as_whole(networks: Networks, size: tuple[int, int]) -> None:
    """To 1e-4: sums over parts are rounded otherwise than the sum over the whole."""
    whole, by_parts = (painted(networks, picture(*size), window_px) for window_px in (0, 96))
    assert whole.shape[-2:] == size
    assert float((whole - by_parts).abs().max()) < 1e-4
    assert float(whole.std()) > 0.01


def test_the_halo_is_no_larger_than_it_must_be(networks: Networks) -> None:
    """What lies beyond it changes nothing; with 32 px less something would."""
    photo = picture(608, 608)
    job = Restyling.of(networks, photo, Wish(style(networks), 0.5), 96)
    middle = next(part for part in job.parts if part.top >= 256 and part.left >= 256)
    far, near = job.framed.clone(), job.framed.clone()
    reach = networks.halo_px + 32  # the encoder's own
    far[..., : middle.top + 16 - reach, :] = 0
    near[..., : middle.top + 16 - reach + 64, :] = 0
    seen, unseen = (Restyling(networks, frame, job.wish, job.manner, job.noise, (middle,)) for frame in (near, far))
    here, there, wanted = (next(one.painted())[1] for one in (seen, unseen, job_of(job, middle)))
    assert torch.equal(there, wanted)
    assert not torch.equal(here, wanted)


def job_of(job: Restyling, part: object) -> Restyling:
    return Restyling(job.networks, job.framed, job.wish, job.manner, job.noise, (part,))  # type: ignore[arg-type]


@pytest.mark.parametrize("size", [(16, 16), (17, 31), (100, 64), (33, 513)])
def test_a_frame_is_mirrored_and_on_the_grid(size: tuple[int, int]) -> None:
    photo = picture(*size)
    frame = framed(photo)
    assert torch.equal(frame[..., 16 : 16 + size[0], 16 : 16 + size[1]], photo)
    assert all(side % 16 == 0 for side in frame.shape[-2:])
    assert torch.equal(frame[..., 15, 16 : 16 + size[1]], photo[..., 1, :])


def test_a_seed_chooses_the_noise(networks: Networks) -> None:
    one, same, other = (painted(networks, picture(64, 64), seed=seed) for seed in (0, 0, 1))
    assert torch.equal(one, same)
    assert not torch.equal(one, other)


def test_a_second_pass_has_no_noise(networks: Networks) -> None:
    photo = picture(64, 64)
    quiet = [Restyling.of(networks, photo, Wish(style(networks), 0.5, seed, noisy=False)) for seed in (0, 1)]
    one, other = (next(job.painted())[1] for job in quiet)
    assert torch.equal(one, other)
