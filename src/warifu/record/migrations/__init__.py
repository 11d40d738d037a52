"""Made by Django from models.py."""
